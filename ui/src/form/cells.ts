import { rowId } from '../core/form';

/** A table without the cells of some columns; anything else, and a table that has none of them, as it is. */
export function withoutCells(value: unknown, closed: (column: string) => boolean): unknown {
  if (!Array.isArray(value)) return value;
  const rows = value.map((row: unknown) => {
    if (typeof row !== 'object' || row === null || !Object.keys(row).some(closed)) return row;
    return Object.fromEntries(Object.entries(row).filter(([column]) => !closed(column)));
  });
  return rows.some((row, i) => row !== value[i]) ? rows : value;
}

/** Rows that all took the place of others say so: without any id, the server could not tell that from ids left out. */
export function toldApart(rows: unknown, before: unknown): unknown {
  const named = (row: unknown) => (row as Record<string, unknown> | null)?.[rowId] !== undefined;
  if (!Array.isArray(rows) || !Array.isArray(before) || rows.some(named) || !before.some(named)) return rows;
  return rows.map((row: object) => ({ ...row, [rowId]: null }));
}
