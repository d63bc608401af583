import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue';
import { type Definition, messageOf, validate } from './index';

interface Fixtures {
  forms: Record<string, Definition>;
  cases: {
    name: string;
    form: string;
    values: Record<string, unknown>;
    hidden?: string[];
    required?: string[];
    violations: string[];
    messages?: Record<string, string>;
  }[];
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../../builder/form', file), 'utf8'));
}

const fixtures = read('testdata/fixtures.json') as Fixtures;

describe('fixtures', () => {
  it('are many', () => {
    expect(fixtures.cases.length).toBeGreaterThanOrEqual(500);
  });
  it.each(fixtures.cases)('$name', (c) => {
    const form = fixtures.forms[c.form];
    if (!form) throw new Error(`no form ${c.form}`);
    const violations = validate(form, c.values, { hidden: new Set(c.hidden), required: new Set(c.required) });
    expect(violations.map((v) => `${v.path} ${v.code}`)).toEqual(c.violations);
    for (const lang of ['en', 'zh-CN']) {
      for (const v of violations) expect(messageOf(form, v, lang)).toMatch(/^[^{}]+$/);
      const want = c.messages?.[lang];
      if (want && violations[0]) expect(messageOf(form, violations[0], lang)).toBe(want);
    }
  });
});

describe('messages', () => {
  it('are those of the server', () => {
    const all = read('messages.json') as Record<string, unknown>;
    for (const [code, text] of Object.entries(catalogue)) expect({ [code]: text }).toEqual({ [code]: all[code] });
    const said = Object.keys(all).filter((code) => code.startsWith('place.'));
    expect(said.filter((code) => !Object.hasOwn(catalogue, code))).toEqual([]);
  });
});
