/** A table without the cells of some columns; anything else, and a table that has none of them, as it is. */
export function withoutCells(value: unknown, closed: (column: string) => boolean): unknown {
  if (!Array.isArray(value)) return value;
  const rows = value.map((row: unknown) => {
    if (typeof row !== 'object' || row === null || !Object.keys(row).some(closed)) return row;
    return Object.fromEntries(Object.entries(row).filter(([column]) => !closed(column)));
  });
  return rows.some((row, i) => row !== value[i]) ? rows : value;
}
