import type { FieldLayout, Text, Widget } from '../../api/types';
import type { Ids } from './ids';

/** What a business admin can put on a form; a single choice is one kind with two looks. */
export const kinds = [
  'text',
  'textarea',
  'number',
  'choice',
  'switch',
  'date',
  'dateRange',
  'person',
  'table',
] as const;
export type Kind = (typeof kinds)[number];

/** The kinds that fit into a column of a table. */
export const columnKinds: readonly Kind[] = ['text', 'number', 'choice', 'date', 'switch', 'person'];

export type Schema = Record<string, unknown>;

interface Blueprint {
  /** The wording a new field starts with. */
  title: Text;
  widget: Widget;
  schema: () => Schema;
  /** Takes two places where a section has two columns. */
  wide: boolean;
}

const half = { type: 'string', enum: ['am', 'pm'] };
const day = { type: 'string', format: 'date' };

const blueprints: Record<Kind, Blueprint> = {
  text: {
    title: { en: 'Text', 'zh-CN': '单行文本' },
    widget: 'text',
    schema: () => ({ type: 'string', maxLength: 200 }),
    wide: false,
  },
  textarea: {
    title: { en: 'Long text', 'zh-CN': '多行文本' },
    widget: 'textarea',
    schema: () => ({ type: 'string', maxLength: 2000 }),
    wide: true,
  },
  number: {
    title: { en: 'Number', 'zh-CN': '数字' },
    widget: 'number',
    schema: () => ({ type: 'number' }),
    wide: false,
  },
  choice: {
    title: { en: 'Single choice', 'zh-CN': '单选' },
    widget: 'select',
    schema: () => ({ type: 'string', enum: [] }),
    wide: false,
  },
  switch: {
    title: { en: 'Switch', 'zh-CN': '开关' },
    widget: 'switch',
    schema: () => ({ type: 'boolean' }),
    wide: false,
  },
  date: {
    title: { en: 'Date', 'zh-CN': '日期' },
    widget: 'date',
    schema: () => ({ ...day }),
    wide: false,
  },
  dateRange: {
    title: { en: 'Date range', 'zh-CN': '日期区间' },
    widget: 'dateRange',
    schema: () => ({
      type: 'object',
      properties: { start: { ...day }, startHalf: { ...half }, end: { ...day }, endHalf: { ...half } },
      required: ['start', 'startHalf', 'end', 'endHalf'],
      additionalProperties: false,
    }),
    wide: true,
  },
  person: {
    title: { en: 'Person', 'zh-CN': '人员' },
    widget: 'person',
    schema: () => ({ type: 'string', format: 'person' }),
    wide: false,
  },
  table: {
    title: { en: 'Detail table', 'zh-CN': '明细表' },
    widget: 'table',
    schema: () => ({
      type: 'array',
      items: { type: 'object', properties: {}, required: [], additionalProperties: false },
      maxItems: 200,
    }),
    wide: true,
  },
};

/** A new option's wording, numbered from 1. */
export function optionWords(n: number): Text {
  return { en: `Option ${n}`, 'zh-CN': `选项 ${n}` };
}

/** The schema and layout that a new field of the kind starts with. */
export function blueprint(kind: Kind, ids: Ids): { schema: Schema; layout: FieldLayout } {
  const print = blueprints[kind];
  const schema = print.schema();
  const layout: FieldLayout = { widget: print.widget, title: { ...print.title } };
  if (print.wide) layout.width = 2;
  if (kind === 'choice') {
    const values = [ids('option'), ids('option')];
    schema.enum = values;
    layout.options = Object.fromEntries(values.map((value, i) => [value, optionWords(i + 1)]));
  }
  return { schema, layout };
}

/** The kind of a field: its widget says it, else its schema does. */
export function kindOf(schema: Schema, layout: FieldLayout | undefined): Kind {
  const widget = layout?.widget;
  if (widget === undefined) return kindOfSchema(schema);
  return widget === 'select' || widget === 'radio' ? 'choice' : widget;
}

function kindOfSchema(schema: Schema): Kind {
  if (Array.isArray(schema.enum)) return 'choice';
  switch (schema.type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'array':
      return 'table';
    case 'object':
      return 'dateRange';
    default:
      if (schema.format === 'date') return 'date';
      return schema.format === 'person' ? 'person' : 'text';
  }
}
