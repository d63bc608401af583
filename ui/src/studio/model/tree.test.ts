import { describe, expect, it } from 'vitest';
import type { App } from '../../api/studioTypes';
import { addField, fieldAt } from './fields';
import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';
import { addTreeRow, moveTreeRow, removeTreeRow, setTreeWords, treeMoves, treeOf } from './tree';

/** A tree as text: groups with a colon, one dash for each level. */
const drawn = (app: App, path: string) =>
  treeOf(app, path).map((row) => `${'-'.repeat(row.depth)}${row.words.en}${row.value === undefined ? ':' : ''}`);

function start() {
  const ids = countingIds();
  const { app, path } = addField(leaveApp(), 'tree', undefined, ids);
  const more = addTreeRow(addTreeRow(app, path, 'group', ids), path, 3, ids);
  return { app: more, path, ids };
}

describe('a tree of options', () => {
  it('starts with a group and grows by groups and options', () => {
    const { app, path } = start();
    expect(drawn(app, path)).toEqual(['Group 1:', '-Option 1', '-Option 2', 'Group 2:', '-Option 3']);
    expect(fieldAt(app, path)?.schema.enum).toHaveLength(3);
  });

  it('moves a line with what is below it, and the options with it', () => {
    const { app, path } = start();
    const up = moveTreeRow(app, path, 3, 'up');
    expect(drawn(up, path)).toEqual(['Group 2:', '-Option 3', 'Group 1:', '-Option 1', '-Option 2']);
    expect(fieldAt(up, path)?.schema.enum).toEqual(treeOf(up, path).flatMap((row) => row.value ?? []));
    expect(drawn(moveTreeRow(up, path, 0, 'down'), path)).toEqual(drawn(app, path));
    const deeper = moveTreeRow(app, path, 3, 'deeper');
    expect(drawn(deeper, path)).toEqual(['Group 1:', '-Option 1', '-Option 2', '-Group 2:', '--Option 3']);
    expect(drawn(moveTreeRow(deeper, path, 3, 'higher'), path)).toEqual(drawn(app, path));
    expect(drawn(moveTreeRow(app, path, 1, 'higher'), path)).toEqual([
      'Group 1:',
      '-Option 2',
      'Option 1',
      'Group 2:',
      '-Option 3',
    ]);
  });

  it('knows what is not possible, and leaves the tree alone', () => {
    const { app, path } = start();
    expect(treeMoves(treeOf(app, path), 1)).toEqual({ up: false, down: true, deeper: false, higher: true });
    expect(treeMoves(treeOf(app, path), 0)).toEqual({ up: false, down: true, deeper: false, higher: false });
    expect(moveTreeRow(app, path, 2, 'deeper')).toBe(app);
  });

  it('renames, and removes a group with its options', () => {
    const { app, path } = start();
    const named = setTreeWords(setTreeWords(app, path, 0, 'en', 'China'), path, 1, 'en', 'Shanghai');
    expect(drawn(named, path).slice(0, 2)).toEqual(['China:', '-Shanghai']);
    const gone = removeTreeRow(named, path, 0);
    expect(drawn(gone, path)).toEqual(['Group 2:', '-Option 3']);
    expect(fieldAt(gone, path)?.schema.enum).toHaveLength(1);
    expect(Object.keys(fieldAt(gone, path)?.layout.options ?? {})).toHaveLength(1);
  });
});
