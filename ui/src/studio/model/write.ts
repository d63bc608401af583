import type { App } from '../../api/studioTypes';
import type { Block, FieldLayout, FormDefinition, Section } from '../../api/types';
import type { Schema } from './kinds';

export type Properties = Record<string, Schema>;

/** The value where it is an object, else an empty one; a definition may hold anything. */
export const object = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
/** The strings of a list. */
export const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((v) => typeof v === 'string') : [];

export const propertiesOf = (schema: Schema): Properties => object(schema.properties) as Properties;
export const itemsOf = (schema: Schema): Schema => object(schema.items);

/** The table's id and the column's, or the field's id alone. */
export function splitPath(path: string): [id: string, column?: string] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}

/** Whether an id is that of a note or a divider. */
export function isBlock(app: App, id: string): boolean {
  return Object.hasOwn(app.form.layout.blocks ?? {}, id);
}

/** The app with parts of its form replaced; the app given stays as it was, as everywhere here. */
export function withForm(app: App, form: Partial<FormDefinition>): App {
  return { ...app, form: { ...app.form, ...form } };
}

/** Changes the list of sections. */
export function withSections(app: App, change: (sections: Section[]) => Section[]): App {
  const { layout } = app.form;
  return withForm(app, { layout: { ...layout, sections: change(layout.sections) } });
}

/** Changes the look of a field or the text of a block; undefined takes it away. */
export function withLayout(app: App, path: string, change: (layout: FieldLayout) => FieldLayout | undefined): App {
  if (isBlock(app, path))
    return withBlocks(app, ({ [path]: old, ...rest }) => {
      const changed = changedBlock(old, change);
      return changed ? { ...rest, [path]: changed } : rest;
    });
  const { layout } = app.form;
  const { [path]: old = {}, ...rest } = layout.fields;
  const changed = change(old);
  // A changed entry keeps its place, so that an edit touches one line of the exported file.
  const fields = changed
    ? path in layout.fields
      ? { ...layout.fields, [path]: changed }
      : { ...rest, [path]: changed }
    : rest;
  return withForm(app, { layout: { ...layout, fields } });
}

/** Changes the notes and dividers by their ids. */
export function withBlocks(app: App, change: (blocks: Record<string, Block>) => Record<string, Block>): App {
  const { blocks: old = {}, ...layout } = app.form.layout;
  const blocks = change(old);
  return withForm(app, { layout: Object.keys(blocks).length > 0 ? { ...layout, blocks } : layout });
}

/** A block whose text was changed like a field's title. */
function changedBlock(
  block: Block | undefined,
  change: (layout: FieldLayout) => FieldLayout | undefined,
): Block | undefined {
  const changed = block && change({ title: block.text });
  return changed && { kind: block.kind, text: changed.title };
}

/** Changes the object schema that holds the path: the form's own, or the row schema of a table. */
export function withHolder(app: App, path: string, change: (holder: Schema, id: string) => Schema): App {
  const [id, column] = splitPath(path);
  const { schema } = app.form;
  if (isBlock(app, path)) return app;
  if (column === undefined) return withForm(app, { schema: change(schema, id) });
  const properties = propertiesOf(schema);
  const table = properties[id];
  if (!table) return app;
  const changed = { ...table, items: change(itemsOf(table), column) };
  return withForm(app, { schema: { ...schema, properties: { ...properties, [id]: changed } } });
}

/** An object schema with a property set. */
export function put(holder: Schema, id: string, schema: Schema): Schema {
  return { ...holder, properties: { ...propertiesOf(holder), [id]: schema } };
}

/** An object schema without a property. */
export function drop(holder: Schema, id: string): Schema {
  const { [id]: _gone, ...properties } = propertiesOf(holder);
  const next: Schema = { ...holder, properties };
  if (Array.isArray(holder.required)) next.required = strings(holder.required).filter((name) => name !== id);
  return next;
}

/** The list with an item put in, at its end where the index lies beyond it. */
export function inserted<T>(list: readonly T[], index: number, item: T): T[] {
  const at = Math.max(0, Math.min(index, list.length));
  return [...list.slice(0, at), item, ...list.slice(at)];
}
