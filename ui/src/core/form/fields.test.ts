import { describe, expect, it } from 'vitest';
import { type Definition, FormError, fieldAt, fieldsOf, labelsOf, type Schema, typesOf, validate } from './index';

function form(schema: Schema): Definition {
  return { schema, layout: { sections: [], fields: {} } };
}

const row = {
  type: 'object',
  properties: { b: { type: 'number' }, a: { type: 'string' }, c: { type: 'string', format: 'person' } },
};

const table: Definition = {
  schema: {
    type: 'object',
    properties: {
      rows: { type: 'array', items: { $ref: '#/$defs/row' } },
      note: { type: 'string', title: 'Note' },
      pick: { type: 'string', enum: ['x', 'y'] },
    },
    required: ['note'],
    $defs: { row },
  },
  layout: {
    sections: [{ id: 's', fields: ['pick', 'rows'] }],
    fields: {
      rows: { columns: ['c', 'b'] },
      note: { widget: 'textarea' },
      pick: { title: { 'zh-CN': '选择' }, options: { x: { en: 'X' } } },
    },
  },
};

describe('fieldsOf', () => {
  it('knows what is sensitive, also by reference', () => {
    const marked = form({
      type: 'object',
      properties: {
        a: { type: 'string' },
        b: { $ref: '#/$defs/secret' },
        t: { type: 'array', items: { type: 'object', properties: { c: { $ref: '#/$defs/secret' }, d: {} } } },
      },
      $defs: { secret: { type: 'string', sensitive: true } },
    });
    const all = fieldsOf(marked).flatMap((f) => [f, ...f.columns]);
    expect(all.filter((f) => f.sensitive).map((f) => f.path)).toEqual(['b', 't.c']);
  });

  it('follows the layout, then the ids', () => {
    expect(fieldsOf(table).map((f) => [f.id, f.kind, f.layout.widget, f.required])).toEqual([
      ['pick', 'enum', 'select', false],
      ['rows', 'table', 'table', false],
      ['note', 'text', 'textarea', true],
    ]);
    expect(fieldAt(table, 'rows')?.columns.map((f) => f.path)).toEqual(['rows.c', 'rows.b', 'rows.a']);
    expect(fieldAt(table, 'rows.c')?.kind).toBe('person');
    expect(fieldAt(table, 'gone')).toBeUndefined();
  });
  it('gives rules their types and words', () => {
    expect(typesOf(table)).toMatchObject({ rows: { kind: 'table' }, 'rows.b': { kind: 'number' } });
    expect(labelsOf(table).fields).toMatchObject({ note: { en: 'Note' }, pick: { 'zh-CN': '选择' } });
    expect(labelsOf(table).options).toEqual({ pick: { x: { en: 'X' } } });
  });
});

describe('a definition that is no form', () => {
  const double = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => {
      const ref = { $ref: `#/$defs/d${i}` };
      return [`d${i + 1}`, { allOf: [ref, ref] }];
    }),
  );
  const ref = (target: string) => ({ type: 'object', properties: { a: { $ref: target } } });
  it.each([
    ['no object', { type: 'string' }, 'form.rootInvalid'],
    ['a reference to the whole', ref('#'), 'form.refCircle'],
    ['a reference to elsewhere', ref('https://example.com/a.json'), 'form.refMissing'],
    ['doubling', { ...ref('#/$defs/d30'), $defs: { d0: {}, ...double } }, 'form.schemaDepth'],
    ['an id with a dot', { type: 'object', properties: { 'a.b': {} } }, 'form.fieldId'],
  ])('%s', (_, schema, code) => {
    expect(() => fieldsOf(form(schema))).toThrow(new FormError(code));
  });

  // builder/form/caps_test.go holds the same edges.
  const defs = (n: number, of: (i: number) => unknown) => ({
    type: 'object',
    properties: { a: {} },
    $defs: Object.fromEntries(Array.from({ length: n }, (_, i) => [`d${i}`, of(i)])),
  });
  const containers = (n: number) => ({
    type: 'object',
    properties: { a: { default: Array.from({ length: n }, () => []) } },
  });
  it.each([
    ['2,000 schemas', defs(1998, () => ({})), ''],
    ['2,001 schemas', defs(1999, () => ({})), 'form.schemaNodes'],
    ['500 patterns', defs(500, (i) => ({ pattern: `^p${i}$` })), ''],
    ['501 patterns', defs(501, (i) => ({ pattern: `^p${i}$` })), 'form.patternInvalid'],
    ['a pattern 600 times', defs(600, () => ({ pattern: '^p$' })), ''],
    ['10,000 containers', containers(9996), ''],
    ['10,001 containers', containers(9997), 'form.schemaNodes'],
  ])('%s', (_, schema, code) => {
    const read = () => fieldsOf(form(schema));
    if (code) expect(read).toThrow(new FormError(code));
    else expect(read()).toHaveLength(1);
  });
});

describe('validate', () => {
  it('takes what is undefined for what is not there', () => {
    expect(validate(table, { note: 'n', pick: undefined, rows: [{ a: undefined }] })).toEqual([]);
  });
  it('changes neither the definition nor the values', () => {
    const definition = structuredClone(table);
    const values = Object.freeze({ note: 'n', rows: Object.freeze([Object.freeze({ b: 1 })]) });
    validate(definition, values);
    expect(JSON.stringify(definition)).toBe(JSON.stringify(table));
    expect(Object.getOwnPropertyNames(definition.schema)).toEqual(Object.getOwnPropertyNames(table.schema));
  });
  it('leaves a pattern that this engine does not read to the server', () => {
    const odd = form({ type: 'object', properties: { a: { type: 'string', pattern: '(?i)^abc$' } } });
    expect(validate(odd, { a: 'x' })).toEqual([]);
  });
  it('refuses numbers that JSON does not have', () => {
    expect(validate(table, { note: 'n', rows: [{ b: Number.NaN }] })).toMatchObject([{ path: '/rows/0/b' }]);
  });
});
