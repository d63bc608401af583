import type { App } from '../../api/studioTypes';
import type { Block, FieldAccess, FieldLayout, Rule, Section } from '../../api/types';
import { type Field, fieldAt, fieldsOf } from './fields';
import type { Schema } from './kinds';
import { pathsIn } from './uses';
import { splitPath } from './write';

/** Marks a text on the clipboard as parts of a form. */
export const MARK = 'form-parts';

/** A field, a column or a block, taken out of its form with all that describes it. */
export interface Copied {
  id: string;
  /** Absent for a block. */
  schema?: Schema;
  layout?: FieldLayout;
  required?: boolean;
  /** The looks of a table's columns, by their ids. */
  columns?: Record<string, FieldLayout>;
  block?: Block;
  /** Node → what its step may do with the field; means something in its own app only. */
  access?: Record<string, FieldAccess>;
  /** The field stands in the summary. */
  listed?: boolean;
}

/** What is copied of a form: fields, whole sections, or columns. */
export interface Clip {
  banli: typeof MARK;
  v: 1;
  /** The app that it was copied from. */
  app: string;
  fields: Copied[];
  /** Sections that were copied whole; they name the fields that stand in them. */
  sections?: Section[];
  /** The rules that act on nothing but the fields. */
  rules: Rule[];
  /** Its fields were columns. */
  column?: boolean;
}

function copied(app: App, field: Field): Copied {
  const { id, path } = field;
  const block = app.form.layout.blocks?.[path];
  if (block) return { id, block };
  const out: Copied = { id, schema: field.schema, layout: field.layout };
  if (field.required) out.required = true;
  if (field.columns.length > 0) {
    out.columns = Object.fromEntries(field.columns.map((column) => [column.id, column.layout]));
  }
  const access = app.flow.nodes.flatMap(({ id: node, fields }) => {
    const may = fields?.[path];
    return may === undefined ? [] : [[node, may] as const];
  });
  if (access.length > 0) out.access = Object.fromEntries(access);
  if (app.summary.includes(path)) out.listed = true;
  return out;
}

const rootOf = (path: string) => splitPath(path)[0];

/** The rules that act on nothing but the fields. */
function rulesOn(app: App, ids: ReadonlySet<string>): Rule[] {
  return app.rules.filter((rule) => rule.then.length > 0 && rule.then.every((action) => ids.has(rootOf(action.field))));
}

/** The fields that a rule reads. */
export function readBy(rule: Rule): Set<string> {
  const paths = [...pathsIn(rule.when), ...rule.then.flatMap((action) => [...pathsIn(action.value)])];
  return new Set(paths.map(rootOf).filter((id) => !id.startsWith('$')));
}

/** Copies fields and blocks in the order in which they stand. */
export function clipOf(app: App, paths: readonly string[]): Clip {
  const order = [...app.form.layout.sections.flatMap((section) => section.fields), ...fieldsOf(app).map((f) => f.id)];
  const wanted = [...new Set(order)].filter((path) => paths.includes(path));
  const fields = wanted.map((path) => fieldAt(app, path)).filter((field) => field !== undefined);
  return {
    banli: MARK,
    v: 1,
    app: app.id,
    fields: fields.map((field) => copied(app, field)),
    rules: rulesOn(app, new Set(wanted)),
  };
}

/** Copies whole sections. */
export function clipOfSections(app: App, ids: readonly string[]): Clip {
  const sections = app.form.layout.sections.filter((section) => ids.includes(section.id));
  return {
    ...clipOf(
      app,
      sections.flatMap((section) => section.fields),
    ),
    sections,
  };
}

/** Copies columns of a table, in their order. Their rules stay: they speak of the table's rows. */
export function clipOfColumns(app: App, table: string, ids: readonly string[]): Clip {
  const columns = fieldAt(app, table)?.columns.filter((column) => ids.includes(column.id)) ?? [];
  return {
    banli: MARK,
    v: 1,
    app: app.id,
    fields: columns.map((column) => copied(app, column)),
    rules: [],
    column: true,
  };
}
