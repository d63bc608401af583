import type { Text } from '../words';

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** A form as it is stored: what may be filled in, and how it is laid out. */
export interface Definition {
  schema: Schema;
  layout: Layout;
}

export interface Layout {
  sections: readonly Section[];
  /** Field id, or `table.column`, → its look. */
  fields: Readonly<Record<string, FieldLayout>>;
}

export interface Section {
  id: string;
  title?: Text;
  /** How many fields stand side by side on a wide screen: 1 or 2. */
  columns?: number;
  fields: readonly string[];
}

export interface FieldLayout {
  /** Absent means the kind's usual one. */
  widget?: string;
  title?: Text;
  help?: Text;
  placeholder?: Text;
  /** Enum value → its words. */
  options?: Readonly<Record<string, Text>>;
  /** A table's columns in their order; those that it does not name come last, by id. */
  columns?: readonly string[];
  /** How many of the section's columns the field takes. */
  width?: number;
}

export type Kind =
  | 'string'
  | 'text'
  | 'number'
  | 'integer'
  | 'date'
  | 'time'
  | 'dateTime'
  | 'dateRange'
  | 'enum'
  | 'boolean'
  | 'table'
  | 'person'
  | 'json';

/** One field of a form, or one column of a table. */
export interface Field {
  id: string;
  /** The same for a field, `table.column` for a column. */
  path: string;
  kind: Kind;
  /** What the schema says; rules may add to it. */
  required: boolean;
  /** With the widget filled in. */
  layout: FieldLayout & { widget: string };
  /** An enum's values in the schema's order. */
  options: readonly string[];
  /** Set for a date range with half days. */
  halves: boolean;
  /** A table's columns in the order of the layout. */
  columns: readonly Field[];
  /** The field's own schema, with `$ref` followed. */
  schema: Schema;
}

/** A form's values: field id → JSON value. */
export type Values = Readonly<Record<string, unknown>>;

/** One thing that is wrong with values. */
export interface Violation {
  /** The JSON pointer of the value: `/items/0/amount`. What is missing is reported where it should be. */
  path: string;
  /** `form.required` and its like. */
  code: string;
  params?: Readonly<Record<string, string>>;
}

/** What the rules say about the fields, by the path of a field, of a column or of a row's cell. */
export interface Overrides {
  hidden?: ReadonlySet<string>;
  required?: ReadonlySet<string>;
  options?: ReadonlyMap<string, readonly string[]>;
}

/** A definition that is no form: its schema is malformed, circular or larger than a form's may be. */
export class FormError extends Error {
  override readonly name = 'FormError';
  constructor(readonly code: string) {
    super(code);
  }
}
