import { rowId } from '../../core/form';
import { same } from '../pointer';

type Row = Record<string, unknown>;

/** A row of what two people made of a table, and which of the reader's own it is; -1 for one that is not theirs. */
export interface MergedRow {
  row: unknown;
  from: number;
}

/**
 * Puts what the reader made of a table over what it has become since: each row, known by its id, with the cells that
 * they changed; what either removed is gone, what either added is there. The order is the reader's.
 */
export function mergeRows(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[]): MergedRow[] {
  const [was, is] = [byId(base), byId(theirs)];
  const kept = mine.flatMap((row, from): MergedRow[] => {
    const id = idOf(row);
    if (id === undefined) return [{ row, from }];
    const now = is.get(id);
    return now ? [{ row: mergeCells(was.get(id) ?? {}, row as Row, now), from }] : [];
  });
  const known = new Set([...was.keys(), ...mine.map(idOf)]);
  const added = theirs.filter((row) => !known.has(idOf(row) ?? ''));
  return [...kept, ...added.map((row) => ({ row, from: -1 }))];
}

function mergeCells(base: Row, mine: Row, theirs: Row): Row {
  const out = { ...theirs };
  for (const column of new Set([...Object.keys(base), ...Object.keys(mine)])) {
    if (same(mine[column], base[column])) continue;
    if (mine[column] === undefined) delete out[column];
    else out[column] = mine[column];
  }
  return out;
}

function idOf(row: unknown): string | undefined {
  const id = (row as Row | null)?.[rowId];
  return typeof id === 'string' ? id : undefined;
}

function byId(rows: readonly unknown[]): Map<string, Row> {
  return new Map(rows.flatMap((row): [string, Row][] => [[idOf(row) ?? '', row as Row]]).filter(([id]) => id !== ''));
}
