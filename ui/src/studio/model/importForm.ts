import type { App } from '../../api/studioTypes';
import type { FieldLayout, FormDefinition } from '../../api/types';
import { fieldsOf } from './fields';
import { isRecord } from './merge/same';
import { removeField } from './removal';

export interface Imported {
  app: App;
  /** The id that each imported field got: another one where the form has its own already. */
  ids: ReadonlyMap<string, string>;
}

/** The form in place of the app's. What named the old fields and only described them goes with them. */
export function replaceForm(app: App, form: FormDefinition): Imported {
  const ids = Object.keys(record(form.schema.properties));
  const bare = fieldsOf(app)
    .flatMap((field) => [...field.columns, field])
    .reduce((at, field) => removeField(at, field.path), app);
  return { app: { ...bare, form }, ids: new Map(ids.map((id) => [id, id])) };
}

const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
const names = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** A name that is not taken yet: with a number behind it where it is. Takes it. */
function fresh(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name.slice(0, 64 - String(n).length)}${n}`;
  taken.add(free);
  return free;
}

/** The form's sections after those of the app's form. Ids that are taken get a number. */
export function appendForm(app: App, form: FormDefinition): Imported {
  const own = record(app.form.schema.properties);
  const added = record(form.schema.properties);
  const taken = new Set(Object.keys(own));
  const ids = new Map(Object.keys(added).map((id) => [id, fresh(id, taken)]));
  const idOf = (id: string) => ids.get(id) ?? id;
  const { layout } = app.form;

  const takenBlocks = new Set(Object.keys(layout.blocks ?? {}));
  const blocks = Object.entries(form.layout.blocks ?? {}).map(
    ([id, block]) => [id, fresh(id, takenBlocks), block] as const,
  );
  const blockIds = new Map(blocks.map(([id, free]) => [id, free]));
  const takenSections = new Set(layout.sections.map((section) => section.id));
  const sections = form.layout.sections.map(({ tab: _tab, ...section }) => ({
    ...section,
    id: fresh(section.id, takenSections),
    fields: section.fields.map((id) => blockIds.get(id) ?? idOf(id)),
  }));
  const looks = Object.entries(form.layout.fields).map(([path, look]): [string, FieldLayout] => {
    const [id = '', ...column] = path.split('.');
    return [[idOf(id), ...column].join('.'), look];
  });
  const allBlocks = { ...layout.blocks, ...Object.fromEntries(blocks.map(([, id, block]) => [id, block])) };
  const next: FormDefinition = {
    ...app.form,
    schema: {
      ...app.form.schema,
      properties: { ...own, ...Object.fromEntries(Object.entries(added).map(([id, schema]) => [idOf(id), schema])) },
      required: [...names(app.form.schema.required), ...names(form.schema.required).map(idOf)],
    },
    layout: {
      ...layout,
      sections: [...layout.sections, ...sections],
      fields: { ...layout.fields, ...Object.fromEntries(looks) },
      ...(Object.keys(allBlocks).length > 0 && { blocks: allBlocks }),
    },
  };
  return { app: { ...app, form: next }, ids };
}
