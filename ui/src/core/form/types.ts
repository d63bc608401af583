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
  /** In their order; sections that name none of them stand above. */
  tabs?: readonly Tab[];
  /** Block id, a `$` and a name, → what stands among the fields and is none. */
  blocks?: Readonly<Record<string, Block>>;
}

export interface Tab {
  id: string;
  title?: Text;
}

/** A sentence or several, or a line. */
export interface Block {
  kind: 'note' | 'divider';
  text?: Text;
}

export interface Section {
  id: string;
  title?: Text;
  /** How many fields stand side by side on a wide screen: 1 to 3. */
  columns?: number;
  /** The tab that it stands on. */
  tab?: string;
  /** Ids of fields and blocks. */
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
  /** The ISO 4217 code of what a money field counts. */
  currency?: string;
  /** Shows the sum of a table's column of numbers below it. */
  total?: boolean;
  /** Groups the options of a choice; those that it does not name come last. */
  tree?: readonly Branch[];
  /** The types of files that an attachment takes; absent means all of {@link fileTypes}. */
  accept?: readonly string[];
  /** The size of the largest file, in mebibytes; absent means 20. */
  maxMB?: number;
  /** Photos keep where and when they were taken. */
  keepPlace?: boolean;
  /** Where options come from that are not written in the schema. */
  source?: Source;
  /** How the numbers of a serial number field look. */
  serial?: string;
}

/** A list that the organisation keeps, or a script of the app. */
export interface Source {
  list?: string;
  script?: string;
  /** The path of another field whose value is above those that are offered. */
  under?: string;
}

/** A group of a tree, or one option. */
export interface Branch {
  value?: string;
  title?: Text;
  children?: readonly Branch[];
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
  | 'choices'
  | 'persons'
  | 'department'
  | 'departments'
  | 'option'
  | 'options'
  | 'serial'
  | 'attachments'
  | 'images'
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
  /** A choice's values in the schema's order. */
  options: readonly string[];
  /** Set for a date range with half days. */
  halves: boolean;
  /** Set where what is filled in is sealed wherever it is kept. */
  sensitive: boolean;
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

/** A violation before it is tidied up. */
export interface Found extends Violation {
  /** It comes of unevaluatedProperties or -Items: whether they look at what is wrong already is left open. */
  spare?: boolean;
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
