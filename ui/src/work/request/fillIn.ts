import { api, type Instance } from '../../api';
import { fieldAt } from '../../core/form';
import type { FieldModel } from '../../form/model';
import type { FormStore } from '../../form/store';
import { lookUp } from '../../form/table/lookups';
import { readCell, unread } from '../../form/table/readCell';

/** What a form was begun with, and what was left out. */
export interface FilledIn {
  taken: FieldModel[];
  /** Names as the link has them, or fields, with why they were left out. */
  refused: { name: string; field?: FieldModel; why: 'unknown' | 'closed' | 'unread' }[];
}

/** What is sealed is never written by a link, nor copied. Beyond that: kinds whose values belong to one request alone, or cannot be said in a line of text. */
const notCopied = new Set<FieldModel['kind']>(['serial', 'attachments', 'images']);
const notLinked = new Set<FieldModel['kind']>([...notCopied, 'table', 'json']);
const PREFIX = 'f.';
const LONGEST = 2000;
const MOST = 100;

/** The fields that a link fills in: `?f.reason=Fair`. */
export function linked(search: URLSearchParams): [id: string, text: string][] {
  return [...search]
    .filter(([name]) => name.startsWith(PREFIX))
    .slice(0, MOST)
    .map(([name, text]) => [name.slice(PREFIX.length), text.slice(0, LONGEST)]);
}

/** Fills in what a link says, as far as the reader may write it; nothing is sent by that. */
export async function fillFromLink(store: FormStore, search: URLSearchParams): Promise<FilledIn> {
  const out: FilledIn = { taken: [], refused: [] };
  const wanted = new Map<FieldModel, string>();
  for (const [id, text] of linked(search)) {
    const field = id.includes('.') ? undefined : store.model.field(id);
    if (!field) out.refused.push({ name: id, why: 'unknown' });
    else if (notLinked.has(field.kind) || field.sensitive) out.refused.push({ name: id, field, why: 'closed' });
    else wanted.set(field, text);
  }
  const texts = (kinds: readonly string[]) =>
    [...wanted].filter(([field]) => kinds.includes(field.kind)).map(([, text]) => text);
  const look = await lookUp({
    people: texts(['person', 'persons']),
    departments: texts(['department', 'departments']),
  });
  const values = new Map<FieldModel, unknown>();
  for (const [field, text] of wanted) {
    const value = readCell(field, text, look);
    if (value === unread) out.refused.push({ name: field.id, field, why: 'unread' });
    else if (value !== undefined) values.set(field, value);
  }
  const closed = fill(store, values);
  for (const field of values.keys()) {
    if (closed.has(field)) out.refused.push({ name: field.id, field, why: 'closed' });
    else out.taken.push(field);
  }
  return out;
}

/** A request of the reader's own whose values a new one can begin with; undefined for any other. */
export async function earlier(app: string, id: string, reader: string): Promise<Instance | undefined> {
  const instance = await api.instance(id);
  return instance.app.id === app && instance.initiator.id === reader ? instance : undefined;
}

/**
 * Fills in what an earlier request said, as far as the form still asks for it and the reader may write it. What is
 * computed is computed anew; files and numbers stay with the request that they belong to.
 */
export function fillFromCase(store: FormStore, instance: Instance): FilledIn {
  const values = new Map<FieldModel, unknown>();
  for (const [id, value] of Object.entries(instance.form)) {
    const field = store.model.field(id);
    if (!field || field.path !== id || notCopied.has(field.kind) || field.sensitive) continue;
    if (fieldAt(instance.definition.form, id)?.kind !== field.kind) continue;
    values.set(field, field.kind === 'table' ? writable(store, field, value) : value);
  }
  const closed = fill(store, values);
  return { taken: [...values.keys()].filter((field) => !closed.has(field)), refused: [] };
}

/** The rows of a table without the cells that are not the reader's to fill in. */
function writable(store: FormStore, table: FieldModel, rows: unknown): unknown {
  if (!Array.isArray(rows)) return rows;
  const columns = table.columns.filter(
    (column) => !notCopied.has(column.kind) && !column.sensitive && !store.columnLocked(column.path),
  );
  return rows.map((row: Record<string, unknown> | null) =>
    Object.fromEntries(columns.flatMap(({ id }) => (row?.[id] === undefined ? [] : [[id, row[id]]]))),
  );
}

/**
 * Fills in fields as they open: a value may bring another field into sight. Answers those that stayed hidden or
 * locked.
 */
function fill(store: FormStore, values: ReadonlyMap<FieldModel, unknown>): Set<FieldModel> {
  const left = new Map(values);
  for (;;) {
    const open = [...left].filter(([{ id }]) => {
      const { hidden, locked } = store.field(`/${id}`);
      return !hidden && !locked;
    });
    if (open.length === 0) return new Set(left.keys());
    for (const [field] of open) left.delete(field);
    store.fill(Object.fromEntries(open.map(([{ id }, value]) => [id, value])));
  }
}
