import type { Labels, Type, Types } from '../rule';
import type { Text } from '../words';
import { isObject, texts } from './pointer';
import { SchemaDocument, typeName } from './schema';
import { type Definition, type Field, FormError, type Kind, type Schema } from './types';

const maxFields = 500;
const idPattern = /^[a-z][A-Za-z0-9_]{0,63}$/;

/** The widgets that suit each kind, the usual one first. */
export const widgets: Readonly<Record<Kind, readonly [string, ...string[]]>> = {
  string: ['text', 'textarea'],
  text: ['textarea', 'text'],
  number: ['number', 'money', 'percent'],
  integer: ['number', 'money', 'percent', 'rating', 'duration'],
  date: ['date'],
  time: ['time', 'text'],
  dateTime: ['dateTime', 'text'],
  dateRange: ['dateRange'],
  enum: ['select', 'radio', 'tree'],
  boolean: ['switch'],
  table: ['table'],
  person: ['person'],
  choices: ['multiselect', 'checkboxes'],
  persons: ['persons'],
  department: ['department'],
  departments: ['departments'],
  option: ['select'],
  options: ['multiselect'],
  serial: ['serial'],
  attachments: ['attachments'],
  images: ['images'],
  json: ['textarea'],
};

/** The formats that are a kind of their own, by the same name. */
const kindsOfFormats: ReadonlySet<string> = new Set(['date', 'time', 'person', 'department', 'option', 'serial']);

/** What is known of a definition once it has been read. */
export interface Catalogue {
  document: SchemaDocument;
  fields: readonly Field[];
  byPath: ReadonlyMap<string, Field>;
}

const catalogues = new WeakMap<Definition, Catalogue>();

/** Reads a definition, once; throws a {@link FormError} for one that is no form. */
export function catalogueOf(definition: Definition): Catalogue {
  let known = catalogues.get(definition);
  if (!known) {
    const document = new SchemaDocument(definition.schema);
    const fields = new Reader(definition, document).fields();
    const byPath = new Map<string, Field>();
    for (const f of fields) for (const field of [f, ...f.columns]) byPath.set(field.path, field);
    known = { document, fields, byPath };
    catalogues.set(definition, known);
  }
  return known;
}

/** The fields in the order of the layout; those that no section names come last, by id. */
export function fieldsOf(definition: Definition): readonly Field[] {
  return catalogueOf(definition).fields;
}

/** The field or column at a path: `days`, `items.amount`. */
export function fieldAt(definition: Definition, path: string): Field | undefined {
  return catalogueOf(definition).byPath.get(path);
}

class Reader {
  constructor(
    private readonly definition: Definition,
    private readonly doc: SchemaDocument,
  ) {}

  fields(): Field[] {
    const root = this.doc.follow('');
    if (!isObject(root.properties) || root.type !== 'object') throw new FormError('form.rootInvalid');
    return this.members(
      '',
      '',
      this.definition.layout.sections.flatMap((s) => s.fields),
    );
  }

  private members(at: string, prefix: string, order: readonly string[]): Field[] {
    const pointer = this.doc.holder(at, 'properties');
    const { properties, required } = this.doc.follow(pointer);
    if (!isObject(properties)) return [];
    const ids = new Set([...order.filter((id) => Object.hasOwn(properties, id)), ...Object.keys(properties).sort()]);
    if (ids.size > maxFields) throw new FormError('form.tooManyFields');
    const needed = texts(required);
    return [...ids].map((id) => {
      if (!idPattern.test(id)) throw new FormError('form.fieldId');
      return this.field(id, prefix + id, `${pointer}/properties/${id}`, needed.includes(id));
    });
  }

  private field(id: string, path: string, pointer: string, required: boolean): Field {
    const look = this.definition.layout.fields[path] ?? {};
    const schema = this.doc.follow(pointer);
    let kind = this.kind(pointer, look.widget);
    // A table in a table is edited as JSON.
    if (kind === 'table' && path !== id) kind = 'json';
    return {
      id,
      path,
      kind,
      required,
      layout: { ...look, widget: look.widget || widgets[kind][0] },
      options: this.options(kind, pointer),
      halves: kind === 'dateRange' && isObject(schema.properties) && Object.hasOwn(schema.properties, 'startHalf'),
      sensitive: schema.sensitive === true,
      columns: kind === 'table' ? this.members(this.rows(pointer), `${path}.`, look.columns ?? []) : [],
      schema,
    };
  }

  private options(kind: Kind, pointer: string): string[] {
    if (kind !== 'enum' && kind !== 'choices') return [];
    return texts(this.doc.follow(kind === 'enum' ? pointer : this.rows(pointer)).enum);
  }

  /** The pointer of a table's row schema. */
  private rows(pointer: string): string {
    return `${this.doc.holder(pointer, 'items')}/items`;
  }

  private kind(pointer: string, widget: string | undefined): Kind {
    const s = this.doc.follow(pointer);
    if (Array.isArray(s.enum) && s.enum.length > 0 && texts(s.enum).length === s.enum.length) return 'enum';
    const type = typeName(s.type);
    switch (type) {
      case 'string':
        if (typeof s.format === 'string' && kindsOfFormats.has(s.format)) return s.format as Kind;
        if (s.format === 'date-time') return 'dateTime';
        // Files stand in lists alone.
        if (s.format === 'attachment' || s.format === 'image') return 'json';
        return widget === 'textarea' ? 'text' : 'string';
      case 'number':
      case 'integer':
      case 'boolean':
        return type;
      case 'object':
        return this.isDateRange(pointer) ? 'dateRange' : 'json';
      case 'array': {
        const row = this.doc.follow(this.rows(pointer));
        return isObject(row.properties) && typeName(row.type) === 'object' ? 'table' : listKind(row);
      }
      default:
        return 'json';
    }
  }

  /** Two dates, and either both halves or none. */
  private isDateRange(at: string): boolean {
    const pointer = this.doc.holder(at, 'properties');
    const part = (id: string) => this.doc.follow(`${pointer}/properties/${id}`);
    if (part('start').format !== 'date' || part('end').format !== 'date') return false;
    const { properties } = this.doc.follow(pointer);
    const size = isObject(properties) ? Object.keys(properties).length : 0;
    if (size === 2) return true;
    const isHalf = (id: string) => texts(part(id).enum).sort().join() === 'am,pm';
    return size === 4 && isHalf('startHalf') && isHalf('endHalf');
  }
}

/** What a list of texts holds, by the schema of its elements. */
function listKind(element: Schema): Kind {
  if (typeName(element.type) !== 'string') return 'json';
  const { enum: values, format } = element;
  if (Array.isArray(values) && values.length > 0 && texts(values).length === values.length) return 'choices';
  if (format === 'person') return 'persons';
  if (format === 'attachment') return 'attachments';
  if (format === 'image') return 'images';
  if (format === 'option') return 'options';
  return format === 'department' ? 'departments' : 'json';
}

/** A field's title: from the layout, else from the schema, else its id. */
export function titleOf(field: Field): Text {
  const { title } = field.layout;
  if (title && Object.values(title).some((words) => words)) return title;
  const { title: plain } = field.schema;
  return { en: typeof plain === 'string' && plain ? plain : field.id };
}

/** The types of the fields and columns, as rules see them. */
export function typesOf(definition: Definition): Types {
  const out: Record<string, Type> = {};
  for (const [path, field] of catalogueOf(definition).byPath) out[path] = typeOf(field);
  return out;
}

function typeOf(f: Field): Type {
  switch (f.kind) {
    case 'string':
    case 'text':
    case 'person':
    case 'department':
    case 'option':
      return { kind: 'text' };
    case 'choices':
      return { kind: 'text', list: true, options: f.options };
    case 'persons':
    case 'departments':
    case 'options':
      return { kind: 'text', list: true };
    case 'enum':
      return { kind: 'text', options: f.options };
    case 'number':
    case 'integer':
      return { kind: 'number' };
    case 'date':
    case 'time':
    case 'dateTime':
    case 'dateRange':
    case 'boolean':
    case 'table':
      return { kind: f.kind };
    default:
      return { kind: 'opaque' };
  }
}

/** The words of the fields and options, for showing rules and conditions. */
export function labelsOf(definition: Definition): Labels {
  const fields: Record<string, Text> = {};
  const options: Record<string, Readonly<Record<string, Text>>> = {};
  for (const [path, field] of catalogueOf(definition).byPath) {
    fields[path] = titleOf(field);
    if (field.kind === 'enum' || field.kind === 'choices') options[path] = field.layout.options ?? {};
  }
  return { fields, options };
}
