import type { App } from '../../api/studioTypes';
import type { Block, FieldLayout, FormDefinition, Language, Rule, Section, Text } from '../../api/types';
import { type Ids, randomIds } from './ids';
import { type BlockKind, blueprint, type FieldKind, isBlockKind, type Kind, kindOf, type Schema } from './kinds';
import {
  inserted,
  isBlock,
  itemsOf,
  propertiesOf,
  put,
  splitPath,
  strings,
  withBlocks,
  withHolder,
  withLayout,
  withSections,
} from './write';

export { isBlock, splitPath } from './write';

/** A field as the designer sees it; `path` is its id, or `table.column`. */
export interface Field {
  path: string;
  id: string;
  kind: Kind;
  schema: Schema;
  layout: FieldLayout;
  required: boolean;
  /** What is filled in is sealed wherever it is kept. */
  sensitive: boolean;
  /** The columns of a table, in order. */
  columns: Field[];
}

/** A place on the canvas: before the field that now stands at the index. */
export interface Spot {
  section: string;
  index: number;
}

const bare: FieldLayout = {};

function read(form: FormDefinition, path: string, holder: Schema, id: string): Field | undefined {
  const schema = propertiesOf(holder)[id];
  if (!schema) return undefined;
  const layout = form.layout.fields[path] ?? bare;
  const kind = kindOf(schema, layout);
  const items = itemsOf(schema);
  return {
    path,
    id,
    kind,
    schema,
    layout,
    required: strings(holder.required).includes(id),
    sensitive: schema.sensitive === true,
    columns: kind === 'table' ? readColumns(form, path, items) : [],
  };
}

function readColumns(form: FormDefinition, table: string, items: Schema): Field[] {
  return columnOrder(form, table, items)
    .map((id) => read(form, `${table}.${id}`, items, id))
    .filter((field) => field !== undefined);
}

/** The ids of a table's columns as the form shows them: those that the layout names, then the others by id. */
function columnOrder(form: FormDefinition, table: string, items: Schema): string[] {
  const known = Object.keys(propertiesOf(items));
  const named = (form.layout.fields[table]?.columns ?? []).filter((id) => known.includes(id));
  return [...new Set([...named, ...known.sort()])];
}

const blocks = new WeakMap<Block, Field>();

/** A note or a divider as the designer sees it: like a field without a value, whose title is its text. */
function readBlock(id: string, block: Block): Field {
  let known = blocks.get(block);
  if (!known) {
    known = {
      path: id,
      id,
      kind: block.kind,
      schema: {},
      layout: { title: block.text },
      required: false,
      sensitive: false,
      columns: [],
    };
    blocks.set(block, known);
  }
  return known;
}

/** The field or block at the path, or undefined when the form has none there. */
export function fieldAt(app: App, path: string): Field | undefined {
  const [id, column] = splitPath(path);
  const { form } = app;
  const block = form.layout.blocks?.[path];
  if (block) return readBlock(path, block);
  if (column === undefined) return read(form, id, form.schema, id);
  const table = propertiesOf(form.schema)[id];
  return table ? read(form, path, itemsOf(table), column) : undefined;
}

/** All fields in the order in which they stand on the form, then those that no section shows. */
export function fieldsOf(app: App): Field[] {
  const shown = app.form.layout.sections.flatMap((section) => section.fields).filter((id) => !isBlock(app, id));
  const rest = Object.keys(propertiesOf(app.form.schema)).filter((id) => !shown.includes(id));
  return [...shown, ...rest].map((id) => fieldAt(app, id)).filter((field) => field !== undefined);
}

/** Whether two readings of a field show the same; an edit elsewhere leaves a field the same. */
export function sameField(a: Field, b: Field): boolean {
  return (
    a.path === b.path &&
    a.schema === b.schema &&
    a.layout === b.layout &&
    a.required === b.required &&
    a.columns.length === b.columns.length &&
    a.columns.every((column, i) => {
      const other = b.columns[i];
      return other !== undefined && sameField(column, other);
    })
  );
}

/** Where a field stands, or undefined when no section shows it. */
export function spotOf(app: App, id: string): Spot | undefined {
  for (const section of app.form.layout.sections) {
    const index = section.fields.indexOf(id);
    if (index >= 0) return { section: section.id, index };
  }
  return undefined;
}

/** The list with the item at `from` moved to `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined || from === to) return [...list];
  return inserted(
    list.filter((_, i) => i !== from),
    to,
    item,
  );
}

/** Adds the rule that works a field out; its formula is for its author to fill in. */
export function withFormula(app: App, field: string, ids: Ids): App {
  const rule: Rule = {
    id: ids('rule'),
    name: { en: 'Work out the computed field', 'zh-CN': '计算字段的公式' },
    enabled: true,
    // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
    then: [{ do: 'set', field, value: null }],
  };
  return { ...app, rules: [...app.rules, rule] };
}

/** What a new block says; a new divider is a plain line. */
const blockWords: Record<BlockKind, Text> = { note: { en: 'Note', 'zh-CN': '说明' }, divider: {} };

/** Adds a field or block of the kind at the spot; a form without that section gets its last one, or a first one. */
export function addField(app: App, kind: Kind, spot?: Spot, ids: Ids = randomIds): { app: App; path: string } {
  const id = isBlockKind(kind) ? `$${ids(kind)}` : ids(kind);
  let next = app;
  if (app.form.layout.sections.length === 0) next = addSection(next, undefined, ids).app;
  const sections = next.form.layout.sections;
  const target = sections.find((section) => section.id === spot?.section) ?? sections.at(-1);
  if (isBlockKind(kind))
    next = withBlocks(next, (blocks) => ({ ...blocks, [id]: { kind, text: { ...blockWords[kind] } } }));
  else {
    const { schema, layout } = blueprint(kind, ids);
    next = withHolder(next, id, (holder) => put(holder, id, schema));
    next = withLayout(next, id, () => layout);
  }
  next = withSections(next, (list) =>
    list.map((section) =>
      section.id === target?.id
        ? { ...section, fields: inserted(section.fields, spot?.index ?? section.fields.length, id) }
        : section,
    ),
  );
  if (kind === 'table') next = addColumn(next, id, 'text', ids).app;
  if (kind === 'computed') next = withFormula(next, id, ids);
  return { app: next, path: id };
}

/** Adds a column of the kind at the table's end. */
export function addColumn(app: App, table: string, kind: FieldKind, ids: Ids = randomIds): { app: App; path: string } {
  const id = ids(kind);
  const path = `${table}.${id}`;
  const { schema, layout } = blueprint(kind, ids);
  delete layout.width;
  const order = fieldAt(app, table)?.columns.map((column) => column.id) ?? [];
  let next = withHolder(app, path, (holder) =>
    put({ additionalProperties: false, ...holder, type: 'object' }, id, schema),
  );
  next = withLayout(next, path, () => layout);
  return { app: orderColumns(next, table, [...order, id]), path };
}

/** Puts a copy of a field right after it, under a new id and with the same settings. */
export function copyField(app: App, path: string, ids: Ids = randomIds): { app: App; path: string } {
  const field = fieldAt(app, path);
  const [id, column] = splitPath(path);
  if (!field) return { app, path };
  const block = app.form.layout.blocks?.[path];
  const fresh = block ? `$${ids(field.kind)}` : ids(field.kind);
  const copy = column === undefined ? fresh : `${id}.${fresh}`;
  const order = column === undefined ? [] : (fieldAt(app, id)?.columns.map((each) => each.id) ?? []);
  let next = app;
  if (block) next = withBlocks(next, (blocks) => ({ ...blocks, [fresh]: block }));
  else {
    next = withHolder(next, copy, (holder) => put(holder, fresh, field.schema));
    next = withLayout(next, copy, () => field.layout);
  }
  for (const child of field.columns) next = withLayout(next, `${copy}.${child.id}`, () => child.layout);
  next = setRequired(next, copy, field.required);
  if (column !== undefined)
    return { app: orderColumns(next, id, inserted(order, order.indexOf(column) + 1, fresh)), path: copy };
  const spot = spotOf(app, id);
  next = withSections(next, (list) =>
    list.map((section) =>
      section.id === spot?.section ? { ...section, fields: inserted(section.fields, spot.index + 1, fresh) } : section,
    ),
  );
  return { app: next, path: copy };
}

/** Moves a field to the spot, which is counted with the field still in its old place. */
export function moveField(app: App, id: string, spot: Spot): App {
  const old = spotOf(app, id);
  if (!fieldAt(app, id) || !app.form.layout.sections.some((section) => section.id === spot.section)) return app;
  const shift = old && old.section === spot.section && old.index < spot.index ? 1 : 0;
  if (old && old.section === spot.section && old.index === spot.index - shift) return app;
  return withSections(app, (list) =>
    list.map((section) => {
      const fields = section.fields.filter((field) => field !== id);
      if (section.id === spot.section) return { ...section, fields: inserted(fields, spot.index - shift, id) };
      return fields.length === section.fields.length ? section : { ...section, fields };
    }),
  );
}

/** Moves a field one place up or down, over the border of its section where it stands at it. */
export function nudgeField(app: App, path: string, by: -1 | 1): App {
  const [id, column] = splitPath(path);
  if (column !== undefined) {
    const order = fieldAt(app, id)?.columns.map((c) => c.id) ?? [];
    const from = order.indexOf(column);
    const to = from + by;
    return to < 0 || to >= order.length ? app : orderColumns(app, id, moved(order, from, to));
  }
  const spot = spotOf(app, id);
  if (!spot) return app;
  const { sections } = app.form.layout;
  const at = sections.findIndex((section) => section.id === spot.section);
  const here = sections[at];
  if (!here) return app;
  const to = spot.index + by;
  if (to >= 0 && to < here.fields.length) {
    return moveField(app, id, { section: here.id, index: by < 0 ? to : to + 1 });
  }
  const other = sections[at + by];
  if (!other) return app;
  return moveField(app, id, { section: other.id, index: by < 0 ? other.fields.length : 0 });
}

/** Puts a table's columns in the order of the ids. */
export function orderColumns(app: App, table: string, order: readonly string[]): App {
  const known = fieldAt(app, table)?.columns.map((column) => column.id) ?? [];
  const named = order.filter((id) => known.includes(id));
  return withLayout(app, table, (layout) => ({ ...layout, columns: [...new Set([...named, ...known])] }));
}

/** The words with one language's wording set; an emptied wording is dropped. */
export function reworded(words: Text | undefined, language: Language, wording: string): Text {
  const { [language]: _old, ...rest } = words ?? {};
  return wording === '' ? rest : { ...words, [language]: wording };
}

/** Sets one wording of a field: its title, help or placeholder. */
export function setFieldWords(
  app: App,
  path: string,
  what: 'title' | 'help' | 'placeholder',
  language: Language,
  wording: string,
): App {
  return withLayout(app, path, (layout) => {
    const words = reworded(layout[what], language, wording);
    const { [what]: _old, ...rest } = layout;
    return Object.keys(words).length === 0 && what !== 'title' ? rest : { ...layout, [what]: words };
  });
}

/** Changes how a field is shown; a key set to undefined is dropped. */
export function setFieldLayout(app: App, path: string, patch: Partial<FieldLayout>): App {
  return withLayout(app, path, (layout) => pruned({ ...layout, ...patch }));
}

/** Changes what a field's values must be; a key set to undefined is dropped. */
export function setFieldSchema(app: App, path: string, patch: Schema): App {
  return withHolder(app, path, (holder, id) => {
    const schema = propertiesOf(holder)[id];
    return schema ? put(holder, id, pruned({ ...schema, ...patch })) : holder;
  });
}

function pruned<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

/** Says whether a field must be filled in. */
export function setRequired(app: App, path: string, required: boolean): App {
  return withHolder(app, path, (holder, id) => {
    const names = strings(holder.required);
    if (names.includes(id) === required) return holder;
    return { ...holder, required: required ? [...names, id] : names.filter((name) => name !== id) };
  });
}

/** Adds an empty section after the given one, or at the end. */
export function addSection(app: App, after?: string, ids: Ids = randomIds): { app: App; id: string } {
  const id = ids('section');
  const { sections } = app.form.layout;
  const at = sections.findIndex((section) => section.id === after);
  const section: Section = { id, title: { en: 'New section', 'zh-CN': '新分组' }, columns: 2, fields: [] };
  return { app: withSections(app, (list) => inserted(list, at < 0 ? list.length : at + 1, section)), id };
}

/** Changes a section's title or columns. */
export function setSection(app: App, id: string, patch: Partial<Pick<Section, 'title' | 'columns'>>): App {
  return withSections(app, (list) => list.map((section) => (section.id === id ? { ...section, ...patch } : section)));
}

/** Moves a section one place up or down. */
export function nudgeSection(app: App, id: string, by: -1 | 1): App {
  const from = app.form.layout.sections.findIndex((section) => section.id === id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= app.form.layout.sections.length) return app;
  return withSections(app, (list) => moved(list, from, to));
}
