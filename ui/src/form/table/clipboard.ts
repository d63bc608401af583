import { api, type Language } from '../../api';
import { wordsIn } from '../../i18n/words';
import { chosen } from '../chosen';
import type { FieldModel } from '../model';
import type { Offer } from '../offer';
import { child, get } from '../pointer';
import type { FormStore } from '../store';
import { lookUp, optionCalled, optionsNamed } from './lookups';
import { offeredFor } from './offered';
import { namesAsked, type PasteInput, planPaste } from './plan';
import type { Lookups } from './readCell';
import { parseTsv, writeTsv } from './tsv';
import { type Wording, writeCell } from './writeCell';

/** Kinds that no text stands for: what they hold is given out or uploaded. */
const given: ReadonlySet<FieldModel['kind']> = new Set(['serial', 'attachments', 'images']);

/** The most rows of a table that names no number of its own. */
const MOST_ROWS = 1000;

/** What a text may turn out not to be. */
export type Unknown = 'noOption' | 'noPerson' | 'noDepartment';

const unknownOf: Readonly<Record<string, Unknown | undefined>> = {
  option: 'noOption',
  options: 'noOption',
  person: 'noPerson',
  persons: 'noPerson',
  department: 'noDepartment',
  departments: 'noDepartment',
};

export interface PasteTarget {
  store: FormStore;
  pointer: string;
  field: FieldModel;
  /** Those in sight. */
  columns: readonly FieldModel[];
  at: { row: number; column: number };
  fixed: boolean;
  /** How options that a script offers are asked for; missing where nobody fills the form in. */
  offer?: Offer;
  /** What is said of a text that is none of the options, people or departments that there are. */
  unknown: (kind: Unknown, text: string) => string;
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
  const { store, pointer, field, columns, at, fixed, offer, unknown } = target;
  const grid = parseTsv(text);
  const locked = new Set(
    columns.filter((column) => given.has(column.kind) || store.columnLocked(column.path)).map((column) => column.id),
  );
  const { maxItems } = field.schema;
  const place = { grid, columns, locked, at };
  const asked = namesAsked(place);
  const [named, listed] = await Promise.all([lookUp(asked), optionsNamed(asked.lists)]);
  const look: Lookups = {
    ...named,
    option: (column, name, { above }) => {
      const options = listed.get(column.layout.source?.list ?? '');
      if (!options) return name;
      return optionCalled(
        above === undefined ? options : options.filter(({ parent, value }) => parent === above || value === name),
        name,
      );
    },
  };
  const input = (): PasteInput => {
    const rows = store.typedRows(pointer);
    return {
      ...place,
      at: { ...at, row: Math.min(at.row, rows.length) },
      rows,
      outer: store.values,
      most: typeof maxItems === 'number' ? maxItems : MOST_ROWS,
      fixed,
      emptyRow: () => store.model.emptyRow(field.path),
      look,
    };
  };
  if (offer && columns.some(({ layout }) => layout.source?.script !== undefined)) {
    const first = planPaste(input());
    if (!first.ok) return first;
    const form = { ...offer.read(store), [field.id]: first.rows };
    const scripted = await offeredFor(columns, first.cells, offer, form);
    const { option } = look;
    look.option = (column, name, where) =>
      column.layout.source?.script === undefined
        ? option?.(column, name, where)
        : scripted.find(column, name, where.row);
  }
  // Only now: somebody may have typed while names were looked up.
  const before = store.typedRows(pointer);
  const plan = planPaste(input());
  if (!plan.ok) return plan;
  const pointerOf = (cell: { row: number; column: string }) => child(child(pointer, cell.row), cell.column);
  store.setRows(pointer, plan.rows, plan.cells.map(pointerOf));
  // What there is, is known elsewhere: the check of the form would find nothing wrong with these.
  store.doubt(
    plan.cells.flatMap((cell) => {
      const path = pointerOf(cell);
      const kind = unknownOf[columns.find(({ id }) => id === cell.column)?.kind ?? ''];
      if (!kind || !cell.unread || get(store.draft, path) === undefined) return [];
      return [{ path, message: unknown(kind, cell.text) }];
    }),
  );
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
