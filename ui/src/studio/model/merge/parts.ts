import type { App } from '../../../api/studioTypes';
import { isRecord, own } from './same';

/** A thing of an app that has an id, or a part of the app that is there once. */
export type Entity = Readonly<Record<string, unknown>>;
export type Group = 'field' | 'block' | 'tab' | 'section' | 'rule' | 'node' | 'edge';
export const groups: readonly Group[] = ['field', 'block', 'tab', 'section', 'rule', 'node', 'edge'];
/** What an app has once. */
export type Single = 'setting' | 'schema' | 'layout' | 'script' | 'flow';
export const singles: readonly Single[] = ['setting', 'schema', 'layout', 'script', 'flow'];

/**
 * An app taken apart into what people edit: a field with its schema, its look and whether it is required is
 * one thing, and so is a column.
 */
export interface Parts {
  singles: Readonly<Record<Single, Entity>>;
  groups: Readonly<Record<Group, ReadonlyMap<string, Entity>>>;
  /** The order of the things of each group; that of a table's columns under `table`. */
  orders: ReadonlyMap<string, readonly string[]>;
}

const record = (value: unknown): Entity => (isRecord(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const without = (object: Entity, ...keys: string[]): Entity =>
  Object.fromEntries(Object.entries(object).filter(([key, value]) => !keys.includes(key) && value !== undefined));

function byId(value: unknown): Map<string, Entity> {
  return new Map(
    list(value).flatMap((each): [string, Entity][] => {
      const entity = record(each);
      return typeof entity.id === 'string' ? [[entity.id, without(entity, 'id')]] : [];
    }),
  );
}

/** The row schema of a table; undefined for what is none. */
function rowsOf(schema: Entity): Entity | undefined {
  const items = record(schema.items);
  return schema.type === 'array' && isRecord(items.properties) ? items : undefined;
}

function fieldsOf(app: App): { fields: Map<string, Entity>; orders: Map<string, string[]> } {
  const looks = record(app.form.layout.fields);
  const fields = new Map<string, Entity>();
  const orders = new Map<string, string[]>();
  const read = (holder: Entity, prefix: string, order: string) => {
    const properties = record(holder.properties);
    orders.set(order, Object.keys(properties));
    for (const [id, value] of Object.entries(properties)) {
      const path = prefix + id;
      const schema = record(value);
      const rows = prefix === '' ? rowsOf(schema) : undefined;
      fields.set(path, {
        schema: rows ? { ...schema, items: without(rows, 'properties', 'required') } : schema,
        ...(own(looks, path) !== undefined && { layout: own(looks, path) }),
        required: list(holder.required).includes(id),
      });
      if (rows) read(rows, `${path}.`, `columns ${path}`);
    }
  };
  read(app.form.schema, '', 'field');
  return { fields, orders };
}

export function takeApart(app: App): Parts {
  const { form, rules, scripts, flow, ...settings } = app;
  const { fields, orders } = fieldsOf(app);
  const { sections, fields: _looks, tabs, blocks, ...layout } = form.layout;
  const maps = {
    field: fields,
    block: new Map(Object.entries(blocks ?? {}).map(([id, block]): [string, Entity] => [id, { ...block }])),
    tab: byId(tabs),
    section: byId(sections),
    rule: byId(rules),
    node: byId(flow.nodes),
    edge: byId(flow.edges),
  };
  for (const group of groups) if (group !== 'field') orders.set(group, [...maps[group].keys()]);
  return {
    singles: {
      setting: without(settings),
      schema: without(form.schema, 'properties', 'required'),
      layout: without(layout),
      script: without(record(scripts)),
      flow: without(record(flow), 'nodes', 'edges'),
    },
    groups: maps,
    orders,
  };
}

/** Puts an app together again. Whatever names a field that is gone is left out. */
export function putTogether(parts: Parts): App {
  const { setting, schema, layout, script, flow } = parts.singles;
  const things = (group: Group) =>
    (parts.orders.get(group) ?? []).flatMap((id) => {
      const entity = parts.groups[group].get(id);
      return entity ? [{ id, ...entity }] : [];
    });
  const fields = parts.groups.field;
  const holder = (prefix: string, order: string, rest: Entity): Entity => {
    const ids = (parts.orders.get(order) ?? []).filter((id) => fields.has(prefix + id));
    const required = ids.filter((id) => fields.get(prefix + id)?.required === true);
    return {
      ...rest,
      properties: Object.fromEntries(ids.map((id) => [id, schemaAt(prefix + id)])),
      required,
    };
  };
  const schemaAt = (path: string): unknown => {
    const own = record(fields.get(path)?.schema);
    if (!parts.orders.has(`columns ${path}`) || own.type !== 'array') return own;
    return { ...own, items: holder(`${path}.`, `columns ${path}`, record(own.items)) };
  };
  const looks = [...fields].flatMap(([path, { layout }]): [string, unknown][] => (layout ? [[path, layout]] : []));
  const known = new Set([...fields.keys(), ...parts.groups.block.keys()]);
  const sections = things('section').map((section) => ({
    ...section,
    fields: list(own(section, 'fields')).filter((id) => known.has(id as string)),
  }));
  const tabs = things('tab');
  const blocks = parts.groups.block;
  return {
    ...setting,
    form: {
      schema: holder('', 'field', schema),
      layout: {
        ...layout,
        sections,
        fields: Object.fromEntries(looks),
        ...(tabs.length > 0 && { tabs }),
        ...(blocks.size > 0 && { blocks: Object.fromEntries(blocks) }),
      },
    },
    rules: things('rule'),
    scripts: script,
    flow: { ...flow, nodes: things('node'), edges: things('edge') },
  } as unknown as App;
}
