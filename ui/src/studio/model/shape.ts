import type { OptionSource } from '../../api/schema';
import type { Block, Branch, FieldLayout, Layout, Rule, RuleAction, Section, Tab, Widget } from '../../api/types';
import { FormError, fileTypes, maxMB } from '../../core/form';
import { fieldsOf } from '../../core/form/fields';
import { escapeToken } from '../../core/form/pointer';
import { languages } from '../../i18n';

/** One thing that makes a value no part of a form, and the JSON pointer of its place. */
export interface Flaw {
  at: string;
  code:
    | 'object'
    | 'list'
    | 'text'
    | 'number'
    | 'yesNo'
    | 'missing'
    | 'unknown'
    | 'oneOf'
    | 'id'
    | 'tooLong'
    | 'tooMany'
    | 'tooDeep'
    | 'form';
  params?: Record<string, string>;
}

/** Collects flaws; a value that has none is of the shape. */
export type Shape = (value: unknown, at: string, flaws: Flaw[]) => void;

const MAX_TEXT = 20_000;
const MAX_ENTRIES = 1000;
const MAX_DEPTH = 32;
const MAX_BRANCHES = 8;

export const idPattern = /^[a-z][A-Za-z0-9_]{0,63}$/;
const blockPattern = /^\$[a-z][A-Za-z0-9_]{0,62}$/;

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export const text: Shape = (value, at, flaws) => {
  if (typeof value !== 'string') flaws.push({ at, code: 'text' });
  else if (value.length > MAX_TEXT) flaws.push({ at, code: 'tooLong', params: { limit: String(MAX_TEXT) } });
};

const id =
  (pattern: RegExp): Shape =>
  (value, at, flaws) => {
    if (typeof value !== 'string' || !pattern.test(value)) flaws.push({ at, code: 'id' });
  };
export const fieldId = id(idPattern);
export const blockId = id(blockPattern);
export const anyId = id(/^\$?[a-z][A-Za-z0-9_]{0,63}$/);
export const path = id(/^[a-z][A-Za-z0-9_]{0,63}(\.[a-z][A-Za-z0-9_]{0,63})?$/);

export const yesNo: Shape = (value, at, flaws) => {
  if (typeof value !== 'boolean') flaws.push({ at, code: 'yesNo' });
};

export const whole =
  (least: number, most: number): Shape =>
  (value, at, flaws) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      flaws.push({ at, code: 'number', params: { least: String(least), most: String(most) } });
    }
  };

export const oneOf =
  (...values: readonly string[]): Shape =>
  (value, at, flaws) => {
    if (typeof value !== 'string' || !values.includes(value)) {
      flaws.push({ at, code: 'oneOf', params: { values: values.join(', ') } });
    }
  };

export const list =
  (item: Shape, most = MAX_ENTRIES): Shape =>
  (value, at, flaws) => {
    if (!Array.isArray(value)) flaws.push({ at, code: 'list' });
    else if (value.length > most) flaws.push({ at, code: 'tooMany', params: { limit: String(most) } });
    else for (const [i, each] of value.entries()) item(each, `${at}/${i}`, flaws);
  };

/** A map: any keys of a shape, each with a value of a shape. */
export const map =
  (key: Shape, item: Shape, most = MAX_ENTRIES): Shape =>
  (value, at, flaws) => {
    if (!isObject(value)) {
      flaws.push({ at, code: 'object' });
      return;
    }
    const entries = Object.entries(value);
    if (entries.length > most) flaws.push({ at, code: 'tooMany', params: { limit: String(most) } });
    else
      for (const [name, each] of entries) {
        const below = `${at}/${escapeToken(name)}`;
        key(name, below, flaws);
        item(each, below, flaws);
      }
  };

/** An object with these keys and no others; `needed` of them must be there. */
export function record<T>(keys: { [K in keyof T]-?: Shape }, ...needed: (keyof T & string)[]): Shape {
  return (value, at, flaws) => {
    if (!isObject(value)) {
      flaws.push({ at, code: 'object' });
      return;
    }
    for (const [name, each] of Object.entries(value)) {
      const below = `${at}/${escapeToken(name)}`;
      if (Object.hasOwn(keys, name)) keys[name as keyof T](each, below, flaws);
      else flaws.push({ at: below, code: 'unknown', params: { key: name } });
    }
    for (const name of needed) {
      if (!Object.hasOwn(value, name)) flaws.push({ at, code: 'missing', params: { key: name } });
    }
  };
}

/** Any JSON that is neither too deep nor too large, such as a schema or an expression. */
export const anything: Shape = (value, at, flaws) => {
  const walk = (part: unknown, here: string, depth: number): void => {
    if (flaws.length > 0) return;
    if (depth > MAX_DEPTH) flaws.push({ at: here, code: 'tooDeep', params: { limit: String(MAX_DEPTH) } });
    else if (typeof part === 'string') text(part, here, flaws);
    else if (Array.isArray(part)) list((each, below) => walk(each, below, depth + 1))(part, here, flaws);
    else if (isObject(part)) {
      map(
        () => {},
        (each, below) => walk(each, below, depth + 1),
      )(part, here, flaws);
    }
  };
  walk(value, at, 0);
};

export const schema: Shape = (value, at, flaws) => {
  if (isObject(value)) anything(value, at, flaws);
  else flaws.push({ at, code: 'object' });
};

export const words: Shape = map(oneOf(...languages), text);

// A record of all widgets, so that a new one cannot be forgotten here.
const widgets: Record<Widget, true> = {
  text: true,
  textarea: true,
  number: true,
  money: true,
  percent: true,
  rating: true,
  duration: true,
  select: true,
  radio: true,
  tree: true,
  multiselect: true,
  checkboxes: true,
  switch: true,
  date: true,
  time: true,
  dateTime: true,
  dateRange: true,
  table: true,
  person: true,
  persons: true,
  department: true,
  departments: true,
  serial: true,
  attachments: true,
  images: true,
};

const branch: Shape = (value, at, flaws) => {
  if (at.split('/children/').length > MAX_BRANCHES)
    flaws.push({ at, code: 'tooDeep', params: { limit: String(MAX_BRANCHES) } });
  else record<Branch>({ value: text, title: words, children: list(branch) })(value, at, flaws);
};

export const fieldLayout = record<FieldLayout>({
  widget: oneOf(...Object.keys(widgets)),
  title: words,
  help: words,
  placeholder: words,
  options: map(text, words),
  columns: list(fieldId),
  width: whole(1, 3),
  currency: text,
  tree: list(branch),
  total: yesNo,
  serial: text,
  accept: list(oneOf(...fileTypes)),
  maxMB: whole(1, maxMB),
  keepPlace: yesNo,
  source: record<OptionSource>({ list: text, script: text, under: path }),
});

export const block = record<Block>({ kind: oneOf('note', 'divider'), text: words }, 'kind');

export const section = record<Section>(
  { id: fieldId, title: words, columns: whole(1, 3), tab: fieldId, fields: list(anyId) },
  'id',
  'fields',
);

const tab = record<Tab>({ id: fieldId, title: words }, 'id');

const deed = oneOf('show', 'hide', 'require', 'lock', 'set', 'default', 'limit', 'warn');

export const rule = record<Rule>(
  {
    id: fieldId,
    name: words,
    enabled: yesNo,
    when: anything,
    // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
    then: list(
      record<RuleAction>({ do: deed, field: path, value: anything, options: list(text), text: words }, 'do', 'field'),
      50,
    ),
  },
  'id',
  'enabled',
  'then',
);

const layout = record<Layout>(
  {
    sections: list(section, 100),
    fields: map(path, fieldLayout, 2000),
    tabs: list(tab, 50),
    blocks: map(blockId, block, 500),
  },
  'sections',
  'fields',
);

const form = record<{ schema: unknown; layout: unknown }>({ schema, layout }, 'schema', 'layout');

/** What keeps a value from being a form's definition; nothing, for one that can be opened in the designer. */
export function formFlaws(value: unknown): Flaw[] {
  const flaws: Flaw[] = [];
  form(value, '', flaws);
  if (flaws.length > 0) return flaws;
  const definition = value as { schema: Record<string, unknown>; layout: Layout };
  // Sections place every field once: what stood twice would be drawn and moved twice.
  const seen = new Set<string>();
  for (const [i, each] of definition.layout.sections.entries()) {
    for (const [j, name] of each.fields.entries()) {
      if (seen.has(name))
        flaws.push({ at: `/layout/sections/${i}/fields/${j}`, code: 'form', params: { why: 'twice' } });
      seen.add(name);
    }
  }
  try {
    fieldsOf(definition);
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    flaws.push({ at: '/schema', code: 'form', params: { why: error.code } });
  }
  return flaws;
}
