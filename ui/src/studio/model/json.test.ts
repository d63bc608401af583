import { describe, expect, it } from 'vitest';
import { readJson } from './json';
import { formFlaws } from './shape';
import { leaveApp } from './testing/leave';

describe('readJson', () => {
  it('reads what JSON.parse reads, and knows where it stands', () => {
    const text = JSON.stringify({ a: [1, -2.5e3, true, null, 'x\n"\\u00e9'], 'b/c': { d: {} } }, null, 2);
    const read = readJson(text);
    if (!read.ok) throw new Error(read.fault);
    expect(read.value).toEqual(JSON.parse(text));
    expect(read.placeOf('/a/2')).toEqual({ line: 5, column: 5 });
    expect(read.placeOf('/b~1c/d')).toEqual({ line: 10, column: 5 });
    expect(read.placeOf('/b~1c/d/gone')).toEqual({ line: 10, column: 5 });
    expect(read.placeOf('')).toEqual({ line: 1, column: 1 });
  });

  it.each([
    ['{\n  "a": 1,\n}', 'key', 3, 1],
    ['{"a": 1 "b": 2}', 'comma', 1, 9],
    ['{"a" 1}', 'colon', 1, 6],
    ['{"a": tru}', 'character', 1, 7],
    ['{"a": "b', 'text', 1, 7],
    ['[1, 2', 'end', 1, 6],
    ['[1] 2', 'after', 1, 5],
    ['[-]', 'number', 1, 2],
    ['{"a": 1,\n"a": 2}', 'twice', 2, 1],
    ['', 'end', 1, 1],
    ["{'a': 1}", 'key', 1, 2],
    ['["\\x"]', 'text', 1, 2],
    ['[01]', 'comma', 1, 3],
    ['['.repeat(5000), 'deep', 1, 102],
  ])('says what is wrong with %s and where', (text, fault, line, column) => {
    expect(readJson(text)).toEqual({ ok: false, fault, at: { line, column } });
    expect(() => {
      if (fault === 'twice' || fault === 'deep') throw new SyntaxError();
      JSON.parse(text);
    }).toThrow(SyntaxError);
  });

  it('keeps a key named __proto__ a key', () => {
    const read = readJson('{"__proto__": {"x": 1}}');
    expect(read.ok && Object.keys(read.value as object)).toEqual(['__proto__']);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('formFlaws', () => {
  const { form } = leaveApp();
  const layout = form.layout;
  it('has nothing to say of a form', () => {
    expect(formFlaws(JSON.parse(JSON.stringify(form)))).toEqual([]);
  });
  it.each<[string, unknown, string]>([
    ['a list', [], ''],
    ['no layout', { schema: form.schema }, ''],
    ['a schema that is a text', { ...form, schema: 'object' }, '/schema'],
    ['a schema of another type', { ...form, schema: { type: 'string' } }, '/schema'],
    ['a section without fields', { ...form, layout: { ...layout, sections: [{ id: 'a' }] } }, '/layout/sections/0'],
    [
      'a field that stands twice',
      { ...form, layout: { ...layout, sections: [...layout.sections, { id: 'a', fields: ['days'] }] } },
      '/layout/sections/2/fields/0',
    ],
    [
      'an unknown key',
      { ...form, layout: { ...layout, fields: { days: { color: 'red' } } } },
      '/layout/fields/days/color',
    ],
    [
      'a title that is a text',
      { ...form, layout: { ...layout, fields: { days: { title: 'Days' } } } },
      '/layout/fields/days/title',
    ],
    [
      'five columns',
      { ...form, layout: { ...layout, sections: [{ id: 'a', fields: [], columns: 5 }] } },
      '/layout/sections/0/columns',
    ],
  ])('finds %s', (_, value, at) => {
    expect(formFlaws(value)[0]?.at).toBe(at);
  });
});
