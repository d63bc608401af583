import { api, type Language } from '../../api';
import { wordsIn } from '../../i18n/words';
import { chosen } from '../chosen';
import type { FieldModel } from '../model';
import { child, get } from '../pointer';
import type { FormStore } from '../store';
import { lookUp } from './lookups';
import { namesAsked, type PasteInput, planPaste } from './plan';
import { parseTsv, writeTsv } from './tsv';
import { type Wording, writeCell } from './writeCell';

/** Kinds that no text stands for: what they hold is given out or uploaded. */
const given: ReadonlySet<FieldModel['kind']> = new Set(['serial', 'attachments', 'images']);

/** The most rows of a table that names no number of its own. */
const MOST_ROWS = 1000;

export interface PasteTarget {
  store: FormStore;
  pointer: string;
  field: FieldModel;
  /** Those in sight. */
  columns: readonly FieldModel[];
  at: { row: number; column: number };
  fixed: boolean;
}

export type Pasted =
  | { ok: false; why: 'tooMany' | 'fixed' | 'empty'; most?: number; wanted?: number }
  | {
      ok: true;
      count: number;
      /** The places whose text could not be read. */
      unread: string[];
      ignored: string[];
      beyond: number;
      /** Gives the rows back as they were before. */
      undo: () => void;
    };

/** Puts what was copied in a spreadsheet into a table, or says why it cannot be. */
export async function paste(text: string, target: PasteTarget): Promise<Pasted> {
  const { store, pointer, field, columns, at, fixed } = target;
  const grid = parseTsv(text);
  const locked = new Set(
    columns.filter((column) => given.has(column.kind) || store.columnLocked(column.path)).map((column) => column.id),
  );
  const { maxItems } = field.schema;
  const place = { grid, columns, locked, at };
  const look = await lookUp(namesAsked(place));
  // Only now: somebody may have typed while names were looked up.
  const before = store.typedRows(pointer);
  const input: PasteInput = {
    ...place,
    at: { ...at, row: Math.min(at.row, before.length) },
    rows: before,
    most: typeof maxItems === 'number' ? maxItems : MOST_ROWS,
    fixed,
    emptyRow: () => store.model.emptyRow(field.path),
    look,
  };
  const plan = planPaste(input);
  if (!plan.ok) return plan;
  const pointerOf = (cell: { row: number; column: string }) => child(child(pointer, cell.row), cell.column);
  store.setRows(pointer, plan.rows, plan.cells.map(pointerOf));
  return {
    ok: true,
    count: plan.count,
    ignored: plan.ignored,
    beyond: plan.beyond,
    unread: plan.cells
      .filter((cell) => cell.unread)
      .map(pointerOf)
      .filter((unread) => get(store.draft, unread) !== undefined),
    undo: () => store.setRows(pointer, before),
  };
}

/** Rows as text for the clipboard, under the titles of their columns. */
export async function copyText(
  rows: readonly Record<string, unknown>[],
  columns: readonly FieldModel[],
  words: Omit<Wording, 'name'>,
): Promise<string> {
  const name = await namesOf(rows, columns, words.language);
  const titles = columns.map((column) => wordsIn(column.layout.title, words.language) || column.id);
  const cells = rows.map((row) => columns.map((column) => writeCell(column, row[column.id], { ...words, name })));
  return writeTsv([titles, ...cells]);
}

const ASKED_AT_ONCE = 50;

/** The names of all people and departments in some rows. */
async function namesOf(
  rows: readonly Record<string, unknown>[],
  columns: readonly FieldModel[],
  language: Language,
): Promise<(id: string) => string> {
  const ids = (kinds: readonly string[]) => [
    ...new Set(
      columns
        .filter((column) => kinds.includes(column.kind))
        .flatMap((column) => rows.flatMap((row) => [...chosen(row[column.id]), ...chosen([row[column.id]])])),
    ),
  ];
  const people = ids(['person', 'persons']);
  const names = new Map<string, string>();
  for (let from = 0; from < people.length; from += ASKED_AT_ONCE) {
    const { items } = await api.peopleById(people.slice(from, from + ASKED_AT_ONCE));
    for (const person of items) names.set(person.id, wordsIn(person.name, language));
  }
  if (ids(['department', 'departments']).length > 0) {
    for (const each of (await api.departments()).items) names.set(each.id, wordsIn(each.name, language));
  }
  return (id) => names.get(id) ?? id;
}

/** Puts text on the clipboard, also where the page did not come over HTTPS. */
export async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No permission, or no secure context: the old way still works there.
  }
  let taken = false;
  const give = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
    taken = true;
  };
  document.addEventListener('copy', give, { once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', give);
  return taken;
}
