import type { FieldLayout, Text, Widget } from '../../api/types';
import type { Ids } from './ids';
import { isRecord } from './merge/same';

/** What a business admin can put on a form, in the groups of the palette. */
export const kindGroups = {
  words: ['text', 'textarea', 'phone', 'email', 'url', 'idNumber', 'serial'],
  numbers: ['number', 'money', 'percent', 'duration', 'rating', 'computed'],
  choices: ['choice', 'choices', 'tree', 'switch'],
  times: ['date', 'time', 'dateTime', 'dateRange'],
  people: ['person', 'persons', 'department', 'departments'],
  files: ['attachments', 'images'],
  rows: ['table'],
} as const;
/** A form that was imported may also have fields of JSON, which the palette does not offer. */
export type FieldKind = (typeof kindGroups)[keyof typeof kindGroups][number] | 'json';

/** What stands between fields and holds no value. */
export const blockKinds = ['note', 'divider'] as const;
export type BlockKind = (typeof blockKinds)[number];

export type Kind = FieldKind | BlockKind;

export function isBlockKind(kind: string): kind is BlockKind {
  return (blockKinds as readonly string[]).includes(kind);
}

/** The kinds that fit into a column of a table. */
export const columnKinds: readonly FieldKind[] = [
  'text',
  'number',
  'money',
  'percent',
  'choice',
  'date',
  'time',
  'switch',
  'person',
  'department',
  'phone',
  'choices',
  'attachments',
  'images',
];

export type Schema = Record<string, unknown>;

interface Blueprint {
  /** The wording a new field starts with. */
  title: Text;
  /** Absent where the kind has but one. */
  widget?: Widget;
  schema: () => Schema;
  /** Takes two places where a section has two columns. */
  wide: boolean;
}

const half = { type: 'string', enum: ['am', 'pm'] };
const day = { type: 'string', format: 'date' };

const blueprints: Record<FieldKind, Blueprint> = {
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
  email: {
    title: { en: 'E-mail', 'zh-CN': '电子邮箱' },
    widget: 'text',
    schema: () => ({ type: 'string', format: 'email' }),
    wide: false,
  },
  phone: {
    title: { en: 'Phone', 'zh-CN': '电话' },
    widget: 'text',
    schema: () => ({ type: 'string', format: 'phone' }),
    wide: false,
  },
  url: {
    title: { en: 'Web address', 'zh-CN': '网址' },
    widget: 'text',
    schema: () => ({ type: 'string', format: 'uri' }),
    wide: false,
  },
  idNumber: {
    title: { en: 'Identity number', 'zh-CN': '证件号码' },
    widget: 'text',
    schema: () => ({ type: 'string', format: 'cn-id' }),
    wide: false,
  },
  serial: {
    title: { en: 'Number', 'zh-CN': '编号' },
    widget: 'serial',
    schema: () => ({ type: 'string', format: 'serial' }),
    wide: false,
  },
  // A number like any other: a rule of its own works it out.
  computed: {
    title: { en: 'Computed', 'zh-CN': '计算字段' },
    widget: 'number',
    schema: () => ({ type: 'number' }),
    wide: false,
  },
  money: {
    title: { en: 'Amount', 'zh-CN': '金额' },
    widget: 'money',
    schema: () => ({ type: 'number', minimum: 0, multipleOf: 0.01 }),
    wide: false,
  },
  percent: {
    title: { en: 'Percent', 'zh-CN': '百分比' },
    widget: 'percent',
    schema: () => ({ type: 'number', minimum: 0, maximum: 100 }),
    wide: false,
  },
  duration: {
    title: { en: 'Duration', 'zh-CN': '时长' },
    widget: 'duration',
    schema: () => ({ type: 'integer', minimum: 0 }),
    wide: false,
  },
  rating: {
    title: { en: 'Rating', 'zh-CN': '评分' },
    widget: 'rating',
    schema: () => ({ type: 'integer', minimum: 1, maximum: 5 }),
    wide: false,
  },
  choices: {
    title: { en: 'Multiple choice', 'zh-CN': '多选' },
    widget: 'checkboxes',
    schema: () => ({ type: 'array', items: { type: 'string', enum: [] }, uniqueItems: true }),
    wide: false,
  },
  tree: {
    title: { en: 'Choice from groups', 'zh-CN': '分组选择' },
    widget: 'tree',
    schema: () => ({ type: 'string', enum: [] }),
    wide: false,
  },
  time: {
    title: { en: 'Time', 'zh-CN': '时间' },
    widget: 'time',
    schema: () => ({ type: 'string', format: 'time' }),
    wide: false,
  },
  dateTime: {
    title: { en: 'Date and time', 'zh-CN': '日期时间' },
    widget: 'dateTime',
    schema: () => ({ type: 'string', format: 'date-time' }),
    wide: false,
  },
  persons: {
    title: { en: 'People', 'zh-CN': '多名人员' },
    widget: 'persons',
    schema: () => ({ type: 'array', items: { type: 'string', format: 'person' }, uniqueItems: true, maxItems: 50 }),
    wide: false,
  },
  department: {
    title: { en: 'Department', 'zh-CN': '部门' },
    widget: 'department',
    schema: () => ({ type: 'string', format: 'department' }),
    wide: false,
  },
  departments: {
    title: { en: 'Departments', 'zh-CN': '多个部门' },
    widget: 'departments',
    schema: () => ({ type: 'array', items: { type: 'string', format: 'department' }, uniqueItems: true, maxItems: 50 }),
    wide: false,
  },
  attachments: {
    title: { en: 'Attachments', 'zh-CN': '附件' },
    widget: 'attachments',
    schema: () => ({ type: 'array', items: { type: 'string', format: 'attachment' }, uniqueItems: true, maxItems: 10 }),
    wide: true,
  },
  images: {
    title: { en: 'Photos', 'zh-CN': '图片' },
    widget: 'images',
    schema: () => ({ type: 'array', items: { type: 'string', format: 'image' }, uniqueItems: true, maxItems: 9 }),
    wide: true,
  },
  json: {
    title: { en: 'JSON', 'zh-CN': 'JSON' },
    schema: () => ({}),
    wide: true,
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

/** A new group's wording, numbered from 1. */
export function groupWords(n: number): Text {
  return { en: `Group ${n}`, 'zh-CN': `分组 ${n}` };
}

/** The schema and layout that a new field of the kind starts with. */
export function blueprint(kind: FieldKind, ids: Ids): { schema: Schema; layout: FieldLayout } {
  const print = blueprints[kind];
  const schema = print.schema();
  const layout: FieldLayout = { ...(print.widget && { widget: print.widget }), title: { ...print.title } };
  if (print.wide) layout.width = 2;
  if (kind === 'money') layout.currency = 'CNY';
  if (kind === 'serial') layout.serial = 'NO-{yyyy}-{seq:4}';
  if (kind === 'choice' || kind === 'choices' || kind === 'tree') {
    const values = [ids('option'), ids('option')];
    if (kind === 'choices') schema.items = { type: 'string', enum: values };
    else schema.enum = values;
    layout.options = Object.fromEntries(values.map((value, i) => [value, optionWords(i + 1)]));
    if (kind === 'tree') layout.tree = [{ title: groupWords(1), children: values.map((value) => ({ value })) }];
  }
  return { schema, layout };
}

/** The kind of a field: its widget says it, else its schema does. */
export function kindOf(schema: Schema, layout: FieldLayout | undefined): FieldKind {
  const widget = layout?.widget;
  switch (widget) {
    case undefined:
      return kindOfSchema(schema);
    case 'select':
    case 'radio':
      return 'choice';
    case 'multiselect':
    case 'checkboxes':
      return 'choices';
    case 'text':
      return kindOfFormat(schema.format) ?? 'text';
    default:
      return widget;
  }
}

const formats: Readonly<Record<string, FieldKind>> = {
  email: 'email',
  phone: 'phone',
  uri: 'url',
  'cn-id': 'idNumber',
  date: 'date',
  time: 'time',
  'date-time': 'dateTime',
  person: 'person',
  department: 'department',
  option: 'choice',
  serial: 'serial',
};

function kindOfFormat(format: unknown): FieldKind | undefined {
  return typeof format === 'string' && Object.hasOwn(formats, format) ? formats[format] : undefined;
}

function kindOfSchema(schema: Schema): FieldKind {
  if (Array.isArray(schema.enum)) return 'choice';
  switch (schema.type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'array': {
      const element = (schema.items ?? {}) as Schema;
      if (Array.isArray(element.enum)) return 'choices';
      if (element.format === 'option') return 'choices';
      if (element.format === 'attachment') return 'attachments';
      if (element.format === 'image') return 'images';
      if (element.format === 'person') return 'persons';
      if (element.format === 'department') return 'departments';
      return isRecord(element.properties) ? 'table' : 'json';
    }
    case 'object':
      return isRecord(schema.properties) && isRecord(schema.properties.start) ? 'dateRange' : 'json';
    case 'string':
      return kindOfFormat(schema.format) ?? 'text';
    default:
      return Array.isArray(schema.type) && schema.type.includes('string') ? 'text' : 'json';
  }
}
