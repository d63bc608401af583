import type { FieldModel } from '../model';
import type { Offer, Offered } from '../offer';
import { optionCalled } from './lookups';
import type { PastedCell } from './plan';

/** So many rows are asked about one by one, where what a script offers differs between them. */
const MOST_ROWS = 60;

export interface OfferedRows {
  find: (field: FieldModel, text: string, row: number) => string | undefined;
}

/**
 * Asks the scripts of columns what they offer for rows that are pasted: once for the first of them, and for another row
 * only where what stands there is not offered for the first. The form is as it will be.
 */
export async function offeredFor(
  columns: readonly FieldModel[],
  cells: readonly PastedCell[],
  offer: Offer,
  form: Record<string, unknown>,
): Promise<OfferedRows> {
  const known = new Map<string, Map<number, readonly Offered[]>>();
  const { signal } = new AbortController();
  for (const column of columns.filter(({ layout }) => layout.source?.script !== undefined)) {
    const rows = new Map<number, readonly Offered[]>();
    known.set(column.id, rows);
    for (const { row, text } of cells.filter((cell) => cell.column === column.id && cell.text !== '')) {
      const [first] = rows.values();
      if (rows.has(row) || rows.size >= MOST_ROWS || (first && optionCalled(first, text) !== undefined)) continue;
      // What a script does not offer now is left as it was written.
      rows.set(row, await offer.ask(column, form, signal, row).catch(() => []));
    }
  }
  return {
    find: (field, text, row) => {
      const rows = known.get(field.id);
      const [first = []] = rows?.values() ?? [];
      return optionCalled(rows?.get(row) ?? first, text);
    },
  };
}
