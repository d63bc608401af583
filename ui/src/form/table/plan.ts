import type { FieldModel } from '../model';
import { folded, keepText, type Lookups, readCell, unread, type Where } from './readCell';
import { unguarded } from './tsv';

type Row = Readonly<Record<string, unknown>>;

export interface PasteInput {
  /** What was pasted, row by row. */
  grid: readonly (readonly string[])[];
  /** The columns in sight, in their order. */
  columns: readonly FieldModel[];
  /** Those of them that cannot be written: what stands there is left out. */
  locked: ReadonlySet<string>;
  /** The rows as they are. */
  rows: readonly Row[];
  /** Where the paste begins. */
  at: { row: number; column: number };
  /** The most rows that the table takes. */
  most: number;
  /** No row may be added. */
  fixed?: boolean;
  emptyRow: () => Row;
  look: Lookups;
  /** The fields outside of the table, on which choices in it may depend. */
  outer?: Row;
}

export interface PastedCell {
  row: number;
  column: string;
  /** What was pasted. */
  text: string;
  unread: boolean;
}

export type PastePlan =
  | { ok: false; why: 'tooMany'; most: number; wanted: number }
  | { ok: false; why: 'fixed'; most: number; wanted: number }
  | { ok: false; why: 'empty' }
  | {
      ok: true;
      rows: Row[];
      /** How many rows were filled in, from `at.row` on. */
      count: number;
      /** The cells that were given something, as row and column id. */
      cells: PastedCell[];
      /** Headings that no column has. */
      ignored: string[];
      /** How many columns of what was pasted lie beyond the last one of the table. */
      beyond: number;
    };

/** A title as it may stand over a column of a spreadsheet: without a star, or a unit in brackets. */
function heading(text: string): string {
  return folded(text)
    .replace(/\s*\([^)]*\)$/, '')
    .replace(/[*:：\s]+$/, '');
}

function names(column: FieldModel): string[] {
  return [column.id, ...Object.values(column.layout.title ?? {})].map((title) => heading(title ?? ''));
}

/** The column of each cell, where the first row is one of headings: more than half of it are titles of columns. */
function headings(input: Pick<PasteInput, 'grid' | 'columns'>): (FieldModel | undefined)[] | undefined {
  const [first = []] = input.grid;
  const left = [...input.columns];
  const found = first.map((cell) => {
    const wanted = heading(unguarded(cell));
    const at = wanted === '' ? -1 : left.findIndex((column) => names(column).includes(wanted));
    return at < 0 ? undefined : left.splice(at, 1)[0];
  });
  const titles = found.filter((column) => column !== undefined).length;
  const filled = first.filter((cell) => cell.trim() !== '').length;
  return titles > 0 && titles * 2 > filled ? found : undefined;
}

/** The people and departments that a paste names, so that they can be looked up before it is planned. */
export function namesAsked(input: Pick<PasteInput, 'grid' | 'columns' | 'at' | 'locked'>) {
  const to = targets(input);
  const lists = new Map<string, string[]>();
  to.columns.forEach((column, i) => {
    const list = column?.layout.source?.list;
    if (list === undefined) return;
    lists.set(list, [...(lists.get(list) ?? []), ...to.body.map((row) => unguarded(row[i] ?? ''))]);
  });
  const texts = (kinds: readonly string[]) =>
    to.columns.flatMap((column, i) =>
      column && kinds.includes(column.kind) ? to.body.map((row) => unguarded(row[i] ?? '')) : [],
    );
  return { people: texts(['person', 'persons']), departments: texts(['department', 'departments']), lists };
}

function targets(input: Pick<PasteInput, 'grid' | 'columns' | 'at' | 'locked'>) {
  const titled = headings(input);
  const width = Math.max(0, ...input.grid.map((row) => row.length));
  const columns = titled ?? Array.from({ length: width }, (_, i) => input.columns[input.at.column + i]);
  return {
    titled: titled !== undefined,
    columns: columns.map((column) => (column && !input.locked.has(column.id) ? column : undefined)),
    body: titled ? input.grid.slice(1) : input.grid,
  };
}

/** What a paste makes of a table's rows; it changes nothing itself. */
export function planPaste(input: PasteInput): PastePlan {
  const { titled, columns, body } = targets(input);
  const { rows, at, most, look } = input;
  if (body.length === 0 || !columns.some((column) => column)) return { ok: false, why: 'empty' };
  const wanted = Math.max(rows.length, at.row + body.length);
  if (wanted > rows.length && input.fixed) return { ok: false, why: 'fixed', most: rows.length, wanted };
  if (wanted > rows.length && wanted > most) return { ok: false, why: 'tooMany', most, wanted };
  const cells: PastedCell[] = [];
  const out = [...rows];
  // A choice that depends on another column is read after that one.
  const order = columns.map((_, c) => c).sort((a, b) => depth(columns, a) - depth(columns, b));
  body.forEach((texts, i) => {
    const row = at.row + i;
    const next: Record<string, unknown> = { ...(rows[row] ?? input.emptyRow()) };
    for (const c of order) {
      const column = columns[c];
      if (!column) continue;
      const text = unguarded(texts[c] ?? '');
      const where: Where = { row, above: above(column, next, input.outer) };
      const value = readCell(column, text, look, where);
      // What cannot be read stays as it was written: the check of the form says so beside it.
      const kept = value === unread ? keepText(column, text, look, where) : value;
      if (kept !== undefined) next[column.id] = kept;
      else if (column.kind === 'boolean') next[column.id] = false;
      else delete next[column.id];
      cells.push({ row, column: column.id, text: text.trim(), unread: value === unread });
    }
    out[row] = next;
  });
  const ignored = titled ? (input.grid[0] ?? []).filter((cell) => cell.trim() !== '' && !known(input, cell)) : [];
  const last = Math.max(0, ...body.map((row) => row.findLastIndex((cell) => cell.trim() !== '') + 1));
  const beyond = titled ? 0 : Math.max(0, at.column + last - input.columns.length);
  return { ok: true, rows: out, count: body.length, cells, ignored, beyond };
}

/** How many columns of a paste a column's choice depends on, one through the other. */
function depth(columns: readonly (FieldModel | undefined)[], c: number, most = columns.length): number {
  const under = columns[c]?.layout.source?.under;
  const above = under === undefined ? -1 : columns.findIndex((column) => column?.path === under);
  return above < 0 || most === 0 ? 0 : 1 + depth(columns, above, most - 1);
}

/** What is chosen in the field that a column's choice depends on: in its own row, or outside of the table. */
function above(column: FieldModel, row: Row, outer: Row | undefined): unknown {
  const under = column.layout.source?.under;
  if (under === undefined) return undefined;
  const [top = '', own] = under.split('.');
  return (own === undefined ? outer?.[top] : row[own]) ?? '';
}

/** Whether a heading belongs to a column, be it one that cannot be written. */
function known(input: PasteInput, cell: string): boolean {
  const wanted = heading(unguarded(cell));
  return input.columns.some((column) => names(column).includes(wanted));
}
