import type { App } from '../../api/studioTypes';
import type { Branch, Language, Text } from '../../api/types';
import { fieldAt, reworded, setFieldLayout, setFieldSchema } from './fields';
import { type Ids, randomIds } from './ids';
import { groupWords, optionWords } from './kinds';
import { optionsOf } from './options';

/** One line of a tree of options: a group, or an option with its value. */
export interface TreeRow {
  depth: number;
  value?: string;
  words: Text;
}

/** How deep groups and options may nest, counted from 0. */
const DEEPEST = 5;

/** The tree of a choice line by line; options that it does not name come last. */
export function treeOf(app: App, path: string): TreeRow[] {
  const words = new Map(optionsOf(app, path).map((option) => [option.value, option.words]));
  const rows: TreeRow[] = [];
  const walk = (branches: readonly Branch[], depth: number) => {
    for (const { value, title, children } of branches) {
      if (value === undefined) rows.push({ depth, words: title ?? {} });
      else if (words.has(value)) rows.push({ depth, value, words: words.get(value) ?? {} });
      if (value !== undefined) words.delete(value);
      else walk(children ?? [], depth + 1);
    }
  };
  walk(fieldAt(app, path)?.layout.tree ?? [], 0);
  for (const [value, text] of words) rows.push({ depth: 0, value, words: text });
  return rows;
}

/** Builds branches of lines: each belongs to the last group above it that is one level higher. */
function branchesOf(rows: readonly TreeRow[]): Branch[] {
  const root: Branch[] = [];
  const open: Branch[][] = [root];
  for (const { depth, value, words } of rows) {
    const level = Math.min(depth, open.length - 1);
    open.length = level + 1;
    const children: Branch[] = [];
    open[level]?.push(value === undefined ? { title: words, children } : { value });
    if (value === undefined) open.push(children);
  }
  return root;
}

/** Sets the tree; the options are those that stand in it, in its order. */
function setTree(app: App, path: string, rows: readonly TreeRow[]): App {
  const options = rows.filter((row) => row.value !== undefined);
  const next = setFieldSchema(app, path, { enum: options.map((row) => row.value) });
  return setFieldLayout(next, path, {
    tree: branchesOf(rows),
    options: Object.fromEntries(options.map((row) => [row.value, row.words])),
  });
}

/** The index after a line and all that is below it. */
function endOf(rows: readonly TreeRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  const end = rows.findIndex((row, i) => i > index && row.depth <= depth);
  return end < 0 ? rows.length : end;
}

/** Adds an empty group at the end, or an option at the end of the group at the index. */
export function addTreeRow(app: App, path: string, into: number | 'group', ids: Ids = randomIds): App {
  const rows = treeOf(app, path);
  if (into === 'group') {
    const n = rows.filter((row) => row.value === undefined).length + 1;
    return setTree(app, path, [...rows, { depth: 0, words: groupWords(n) }]);
  }
  const n = rows.filter((row) => row.value !== undefined).length + 1;
  const option: TreeRow = { depth: (rows[into]?.depth ?? -1) + 1, value: ids('option'), words: optionWords(n) };
  return setTree(app, path, rows.toSpliced(endOf(rows, into), 0, option));
}

/** Removes a line with all that is below it; what was submitted with its options stays as it was. */
export function removeTreeRow(app: App, path: string, index: number): App {
  const rows = treeOf(app, path);
  return setTree(app, path, rows.toSpliced(index, endOf(rows, index) - index));
}

/** Sets one wording of a line. */
export function setTreeWords(app: App, path: string, index: number, language: Language, wording: string): App {
  const rows = treeOf(app, path).map((row, i) =>
    i === index ? { ...row, words: reworded(row.words, language, wording) } : row,
  );
  return setTree(app, path, rows);
}

/** The line before with which a line can change places, or into which it can go: the last one of its own level. */
function before(rows: readonly TreeRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let i = index - 1; i >= 0; i--) {
    const other = rows[i]?.depth ?? 0;
    if (other === depth) return i;
    if (other < depth) break;
  }
  return -1;
}

/** What can be done with a line. */
export function treeMoves(rows: readonly TreeRow[], index: number) {
  const row = rows[index];
  const end = endOf(rows, index);
  const above = rows[before(rows, index)];
  const deepest = Math.max(...rows.slice(index, end).map((each) => each.depth));
  return {
    up: above !== undefined,
    down: rows[end]?.depth === row?.depth,
    deeper: above !== undefined && above.value === undefined && deepest < DEEPEST,
    higher: (row?.depth ?? 0) > 0,
  };
}

export type TreeMove = keyof ReturnType<typeof treeMoves>;

/** Moves a line with all that is below it: past its neighbour, into the group before it, or out of its group. */
export function moveTreeRow(app: App, path: string, index: number, to: TreeMove): App {
  const rows = treeOf(app, path);
  if (!treeMoves(rows, index)[to]) return app;
  const end = endOf(rows, index);
  const moved = rows.slice(index, end);
  const rest = rows.toSpliced(index, moved.length);
  switch (to) {
    case 'up':
      return setTree(app, path, rest.toSpliced(before(rows, index), 0, ...moved));
    case 'down':
      return setTree(app, path, rest.toSpliced(endOf(rows, end) - moved.length, 0, ...moved));
    case 'deeper':
      return setTree(app, path, rows.map(shifted(index, end, 1)));
    case 'higher': {
      // It comes after the group that it was in, with that group's other lines left behind.
      let group = index - 1;
      while (group > 0 && (rows[group]?.depth ?? 0) >= (rows[index]?.depth ?? 0)) group--;
      const place = endOf(rows, group) - moved.length;
      return setTree(app, path, rest.toSpliced(place, 0, ...moved.map((row) => ({ ...row, depth: row.depth - 1 }))));
    }
  }
}

const shifted = (from: number, to: number, by: number) => (row: TreeRow, i: number) =>
  i >= from && i < to ? { ...row, depth: row.depth + by } : row;
