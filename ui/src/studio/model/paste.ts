import type { App } from '../../api/studioTypes';
import type { FieldLayout, Rule, Section } from '../../api/types';
import { type Clip, type Copied, readBy } from './clip';
import { addSection, fieldAt, orderColumns, type Spot, setRequired } from './fields';
import { type Ids, randomIds } from './ids';
import { columnKinds, type Kind, kindOf } from './kinds';
import { type Renamed, renamePath, renameRule } from './rename';
import { tabsOf } from './tabs';
import { propertiesOf, put, withBlocks, withHolder, withLayout, withSections } from './write';

/** An app after pasting, and what came into it. */
export interface Pasted {
  app: App;
  /** The paths of the fields, as they are called now. */
  paths: string[];
  sections: string[];
  /** How many rules came along. */
  rules: number;
}

const kindOfCopied = ({ block, schema = {}, layout }: Copied): Kind => block?.kind ?? kindOf(schema, layout);

/** The kinds in a clip that cannot be columns. */
export function unfitForColumns(clip: Clip): Kind[] {
  return [...new Set(clip.fields.map(kindOfCopied))].filter((kind) => !(columnKinds as readonly Kind[]).includes(kind));
}

/** Hands out ids: the old one where it is free, else a new one. */
function namer(taken: Iterable<string>, ids: Ids): (id: string, prefix: string) => string {
  const used = new Set(taken);
  return (id, prefix) => {
    let name = id;
    while (used.has(name)) name = ids(prefix);
    used.add(name);
    return name;
  };
}

/** A look whose options depend on another field, which may be called otherwise now. */
function renameLook(look: FieldLayout, names: Renamed): FieldLayout {
  const under = look.source?.under;
  return under === undefined ? look : { ...look, source: { ...look.source, under: renamePath(under, names) } };
}

/** Lets the steps do with a field what they could do with the one that it was copied from. */
function withAccess(app: App, path: string, from: Copied): App {
  if (!from.access) return app;
  const nodes = app.flow.nodes.map((node) => {
    const may = from.access?.[node.id];
    return may === undefined ? node : { ...node, fields: { ...node.fields, [path]: may } };
  });
  return { ...app, flow: { ...app.flow, nodes } };
}

function withCopied(app: App, from: Copied, id: string, home: boolean): App {
  const { block, schema = {}, layout = {}, columns = {} } = from;
  if (block) return withBlocks(app, (blocks) => ({ ...blocks, [id]: block }));
  let next = withHolder(app, id, (holder) => put(holder, id, schema));
  next = withLayout(next, id, () => layout);
  for (const [column, look] of Object.entries(columns)) next = withLayout(next, `${id}.${column}`, () => look);
  next = setRequired(next, id, from.required ?? false);
  if (!home) return next;
  next = withAccess(next, id, from);
  // A copy beside the original is not listed too; what was cut and comes back is.
  return from.listed && id === from.id ? { ...next, summary: [...next.summary, id] } : next;
}

/** The clip's rules under their new names: those that find in this form all that they read. */
function rulesFor(app: App, clip: Clip, names: ReadonlyMap<string, string>, ids: Ids): Rule[] {
  const name = namer(
    app.rules.map((rule) => rule.id),
    ids,
  );
  const known = (id: string) => names.has(id) || (clip.app === app.id && fieldAt(app, id) !== undefined);
  return clip.rules
    .filter((rule) => [...readBy(rule)].every(known))
    .map((rule) => renameRule(rule, names))
    .filter((rule) => !app.rules.some((old) => JSON.stringify(old) === JSON.stringify(rule)))
    .map((rule) => ({ ...rule, id: name(rule.id, 'rule') }));
}

/**
 * Puts a clip's fields at the spot, or its sections behind the spot's section. Ids are kept where they are free, and
 * what reads them is rewritten where they are not.
 */
export function paste(app: App, clip: Clip, spot?: Spot, ids: Ids = randomIds): Pasted {
  const { blocks = {} } = app.form.layout;
  const name = namer([...Object.keys(propertiesOf(app.form.schema)), ...Object.keys(blocks)], ids);
  const names = new Map<string, string>();
  let next = app;
  for (const from of clip.fields) {
    const kind = kindOfCopied(from);
    const id = from.block ? name(from.id, `$${kind}`) : name(from.id, kind);
    names.set(from.id, id);
    next = withCopied(next, from, id, clip.app === app.id);
  }
  for (const { columns = {}, id: old } of clip.fields) {
    const id = names.get(old) ?? old;
    for (const path of [id, ...Object.keys(columns).map((column) => `${id}.${column}`)]) {
      if (fieldAt(next, path)?.layout.source?.under !== undefined) {
        next = withLayout(next, path, (look) => renameLook(look, names));
      }
    }
  }
  const rules = rulesFor(app, clip, names, ids);
  next = { ...next, rules: [...next.rules, ...rules] };
  const paths = [...names.values()];
  if (clip.sections) {
    const placed = withClippedSections(next, clip.sections, names, spot?.section, ids);
    return { ...placed, paths, rules: rules.length };
  }
  if (next.form.layout.sections.length === 0) next = addSection(next, undefined, ids).app;
  const { sections } = next.form.layout;
  const target = sections.find((section) => section.id === spot?.section) ?? sections.at(-1);
  next = withSections(next, (list) =>
    list.map((section) =>
      section === target
        ? { ...section, fields: section.fields.toSpliced(spot?.index ?? section.fields.length, 0, ...paths) }
        : section,
    ),
  );
  return { app: next, paths, sections: [], rules: rules.length };
}

function withClippedSections(
  app: App,
  sections: readonly Section[],
  names: ReadonlyMap<string, string>,
  after: string | undefined,
  ids: Ids,
): { app: App; sections: string[] } {
  const name = namer(
    app.form.layout.sections.map((section) => section.id),
    ids,
  );
  const tabs = tabsOf(app).map((tab) => tab.id);
  const fresh = sections.map(({ tab, ...section }): Section => {
    const fields = section.fields.map((id) => names.get(id)).filter((id) => id !== undefined);
    const here = tab !== undefined && tabs.includes(tab);
    return { ...section, id: name(section.id, 'section'), fields, ...(here && { tab }) };
  });
  const at = app.form.layout.sections.findIndex((section) => section.id === after);
  const next = withSections(app, (list) => list.toSpliced(at < 0 ? list.length : at + 1, 0, ...fresh));
  return { app: next, sections: fresh.map((section) => section.id) };
}

/** Puts a clip's fields into a table, behind the column named or at its end; their kinds must fit. */
export function pasteColumns(app: App, clip: Clip, table: string, after?: string, ids: Ids = randomIds): Pasted {
  const order = fieldAt(app, table)?.columns.map((column) => column.id) ?? [];
  const name = namer(order, ids);
  let next = app;
  const fresh: string[] = [];
  for (const from of clip.fields) {
    const id = name(from.id, kindOfCopied(from));
    const path = `${table}.${id}`;
    const { width: _width, ...layout } = from.layout ?? {};
    next = withHolder(next, path, (holder) => put(holder, id, from.schema ?? {}));
    next = withLayout(next, path, () => layout);
    next = setRequired(next, path, from.required ?? false);
    if (clip.app === app.id) next = withAccess(next, path, from);
    fresh.push(id);
  }
  const at = after === undefined ? -1 : order.indexOf(after);
  next = orderColumns(next, table, order.toSpliced(at < 0 ? order.length : at + 1, 0, ...fresh));
  return { app: next, paths: fresh.map((id) => `${table}.${id}`), sections: [], rules: 0 };
}
