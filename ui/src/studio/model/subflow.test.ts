import { expect, it } from 'vitest';
import type { SubFlow } from '../../api/studioTypes';
import { fieldAt } from './fields';
import { changed, fieldsOfForm, filledWith, goneThrough, sourcesFor, takenAt, targetsFor, workedOut } from './subflow';
import { leaveApp } from './testing/leave';
import { usesOf } from './uses';

const app = leaveApp();
const paths = (fields: { path: string }[]) => fields.map((field) => field.path);
const field = (path: string) => {
  const found = fieldAt(app, path);
  if (!found) throw new Error(`no field ${path}`);
  return found;
};
const sub: SubFlow = { app: 'purchase' };

it('offers what fits a field of the other form, columns only for each row', () => {
  expect(paths(sourcesFor(app, undefined, field('days')))).toEqual(['days']);
  expect(paths(sourcesFor(app, 'items', field('days')))).toEqual(['days', 'items.amount']);
  expect(paths(sourcesFor(app, 'items', field('reason')))).toEqual(['type', 'reason', 'items.what']);
  expect(paths(sourcesFor(app, 'items', field('items')))).toEqual([]);
  expect(paths(sourcesFor(app, undefined, field('type')))).toEqual(['type']);
  expect(paths(fieldsOfForm(app.form))).toContain('handover');
});

it('asks for nothing that the other app works out by itself', () => {
  const set = (id: string, rest: object = {}) => ({
    id,
    enabled: true,
    ...rest,
    // biome-ignore lint/suspicious/noThenProperty: that is what a rule calls its actions.
    then: [{ do: 'set' as const, field: id, value: 1 }],
  });
  const rules = [set('days'), set('late', { when: true }), set('off', { enabled: false })];
  expect([...workedOut(rules)]).toEqual(['days']);
});

it('puts what comes back into fields, or into the columns of a row', () => {
  expect(paths(targetsFor(app, undefined, '$no'))).toEqual(['reason']);
  expect(paths(targetsFor(app, 'items', '$status'))).toEqual(['items.what']);
  expect(paths(targetsFor(app, 'items', field('days')))).toEqual(['items.amount']);
});

it('writes down only what is not the default', () => {
  const all = changed({ ...sub, need: 'any' }, { need: 'all' });
  expect(all).toEqual({ app: 'purchase' });
  const taking = takenAt(sub, 0, { from: '$status', to: 'reason' });
  expect(taking.take).toEqual([{ from: '$status', to: 'reason' }]);
  expect(changed(taking, { until: 'started', need: 'any' })).toEqual({ app: 'purchase', until: 'started' });
  expect(takenAt(taking, 0, undefined)).toEqual({ app: 'purchase' });
});

it('keeps what still makes sense when another table is gone through', () => {
  const rows: SubFlow = {
    app: 'purchase',
    each: 'items',
    fill: [
      { field: 'a', from: 'items.what' },
      { field: 'b', from: 'reason' },
      { field: 'c', value: 1 },
    ],
    take: [{ from: '$no', to: 'items.what' }],
  };
  expect(goneThrough(rows, undefined)).toEqual({
    app: 'purchase',
    fill: [
      { field: 'b', from: 'reason' },
      { field: 'c', value: 1 },
    ],
  });
  expect(filledWith(rows, 'b', undefined).fill).toHaveLength(2);
  expect(filledWith(rows, 'b', { value: 'x' }).fill?.at(-1)).toEqual({ field: 'b', value: 'x' });
});

it('is a use of the fields that it reads and writes', () => {
  const using = {
    ...app,
    flow: {
      ...app.flow,
      nodes: [
        ...app.flow.nodes,
        {
          id: 'buy',
          type: 'subflow' as const,
          sub: { ...sub, each: 'items', take: [{ from: 'x', to: 'items.what' }] },
        },
      ],
    },
  };
  const users = (path: string) => usesOf(using, path).map((use) => use.id);
  expect(users('items')).toContain('buy');
  expect(users('items.what')).toContain('buy');
  expect(users('items.amount')).not.toContain('buy');
  expect(users('handover')).not.toContain('buy');
});
