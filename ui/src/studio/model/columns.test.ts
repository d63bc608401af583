import { describe, expect, it } from 'vitest';
import { clipOf, clipOfColumns } from './clip';
import { columnRange, columnsOf, nudgeColumns } from './columns';
import { addColumn, addField, fieldAt, orderColumns, setRequired } from './fields';
import { setAccess } from './flow';
import { paste, pasteColumns, unfitForColumns } from './paste';
import { removeField } from './removal';
import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';

/** A table with the columns a to e, and another one. */
function tables() {
  const ids = countingIds();
  let app = removeField(removeField(leaveApp(), 'items.what'), 'items.amount');
  for (const id of ['a', 'b', 'c', 'd', 'e']) app = addColumn(app, 'items', 'text', () => id).app;
  const other = addField(app, 'table', undefined, ids);
  return { app: other.app, other: other.path, ids };
}

describe('several columns', () => {
  const { app, other, ids } = tables();
  const order = (of: typeof app, table = 'items') => columnsOf(of, table).join('');

  it('are those between two', () => {
    expect(columnRange(app, 'items', 'd', 'b')).toEqual(['b', 'c', 'd']);
    expect(columnRange(app, 'items', 'gone', 'b')).toEqual(['b']);
    expect(columnRange(app, 'items', 'b', 'gone')).toEqual([]);
  });

  it.each([
    [['b', 'c'], -1, 'bcade'],
    [['b', 'c'], 1, 'adbce'],
    [['a', 'c'], -1, 'acbde'],
    [['d', 'e'], 1, 'abcde'],
    [['a', 'e'], 1, 'bacde'],
  ] as const)('%s move by %i to %s', (moved, by, want) => {
    const next = nudgeColumns(app, 'items', moved, by);
    expect(order(next)).toBe(want);
    if (want === 'abcde') expect(next).toBe(app);
  });

  it('go into another table in their order, with what steps may do with them', () => {
    const marked = setAccess(setRequired(app, 'items.d', true), 'manager', ['items.d'], 'hide');
    const clip = clipOfColumns(marked, 'items', ['d', 'b']);
    const pasted = pasteColumns(marked, clip, other, undefined, ids);
    expect(pasted.paths).toEqual([`${other}.b`, `${other}.d`]);
    expect(fieldAt(pasted.app, `${other}.d`)?.required).toBe(true);
    expect(pasted.app.flow.nodes[1]?.fields).toMatchObject({ 'items.d': 'hide', [`${other}.d`]: 'hide' });
    const elsewhere = pasteColumns({ ...marked, id: 'other' }, clip, other, undefined, ids);
    expect(elsewhere.app.flow.nodes[1]?.fields).not.toHaveProperty([`${other}.d`]);
  });

  it('are doubled beside each other under new ids', () => {
    const clip = clipOfColumns(app, 'items', ['b', 'c']);
    const { app: doubled, paths } = pasteColumns(app, clip, 'items', 'c', ids);
    const fresh = paths.map((path) => path.split('.')[1]);
    expect(columnsOf(doubled, 'items')).toEqual(['a', 'b', 'c', ...fresh, 'd', 'e']);
    expect(new Set(columnsOf(doubled, 'items')).size).toBe(7);
  });

  it('become fields on the form, and fields columns where their kinds can be ones', () => {
    const out = paste(app, clipOfColumns(app, 'items', ['a', 'e']), { section: 'when', index: 1 }, ids);
    expect(out.app.form.layout.sections[0]?.fields).toEqual(['type', 'a', 'e', 'days']);
    const clip = clipOf(app, ['type', 'days']);
    expect(unfitForColumns(clip)).toEqual([]);
    expect(order(pasteColumns(app, clip, 'items', 'a', ids).app)).toBe('atypedaysbcde');
    expect(unfitForColumns(clipOf(app, ['reason', other]))).toEqual(['textarea', 'table']);
  });

  it('are removed with what only describes them', () => {
    const marked = setAccess(app, 'manager', ['items.b'], 'hide');
    const left = ['items.b', 'items.c'].reduce(removeField, orderColumns(marked, 'items', ['e', 'd', 'c', 'b', 'a']));
    expect(order(left)).toBe('eda');
    expect(Object.keys(left.flow.nodes[1]?.fields ?? {})).not.toContain('items.b');
  });
});
