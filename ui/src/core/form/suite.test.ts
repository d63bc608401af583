import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Definition, FormError, validate } from './index';

/** One schema of the JSON-Schema-Test-Suite with its cases. */
interface Group {
  description: string;
  schema: unknown;
  tests: { description: string; data: unknown; valid: boolean }[];
}

/** A schema that is refused, or a case that ends otherwise than the suite says; builder/form/suite_test.go says more. */
interface Exclusion {
  file: string;
  schema: string;
  test?: string;
  refused?: string;
  reason: string;
}

const folder = resolve(import.meta.dirname, '../../../../builder/form/testdata/suite');
const read = (file: string): unknown => JSON.parse(readFileSync(resolve(folder, file), 'utf8'));
const { go: server, ts: exclusions } = read('exclusions.json') as { go: Exclusion[]; ts: Exclusion[] };
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'exclusions.json');
const keyOf = (...parts: (string | undefined)[]) => parts.join(' / ');

const root = '#/properties/value/properties/data';

/** Rewrites the references of a schema; what enum and const hold is no schema. */
function moved(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(moved);
  if (typeof v !== 'object' || v === null) return v;
  return Object.fromEntries(
    Object.entries(v).map(([key, part]) => {
      if (key === '$ref' && typeof part === 'string' && /^#($|\/)/.test(part)) return [key, root + part.slice(1)];
      return [key, key === 'enum' || key === 'const' ? part : moved(part)];
    }),
  );
}

/** Puts a schema of the suite into a form, a member of a member, so that the checks of fields stay out of it. */
function carried(schema: unknown): Definition {
  const plain =
    typeof schema === 'object' && schema !== null ? { ...schema, $schema: undefined, $id: undefined } : schema;
  const data = moved(JSON.parse(JSON.stringify(plain)));
  return {
    schema: { type: 'object', properties: { value: { properties: { data } } } },
    layout: { sections: [], fields: {} },
  };
}

/** The suite's required tests for 2020-12 against this validator, with everything that it does otherwise. */
describe('JSON-Schema-Test-Suite', () => {
  const differ: string[] = [];
  let ran = 0;
  for (const file of files) {
    for (const group of read(file) as Group[]) {
      const definition = carried(group.schema);
      for (const test of group.tests) {
        try {
          const found = validate(definition, { value: { data: test.data } });
          if ((found.length === 0) === test.valid) ran++;
          else differ.push(keyOf(file, group.description, test.description));
        } catch (error) {
          if (!(error instanceof FormError)) throw error;
          const refused = keyOf(file, group.description, error.code);
          if (!differ.includes(refused)) differ.push(refused);
        }
      }
    }
  }

  it('passes but for what is written down, and what is written down is so', () => {
    const written = exclusions.map((e) => keyOf(e.file, e.schema, e.refused ?? e.test));
    expect(differ.toSorted()).toEqual(written.toSorted());
    expect(exclusions.filter((e) => !e.reason)).toEqual([]);
  });
  it('excludes only what the server refuses at publish', () => {
    const refused = new Set(server.map((e) => keyOf(e.file, e.schema)));
    expect(exclusions.filter((e) => !refused.has(keyOf(e.file, e.schema)))).toEqual([]);
  });
  it('has run', () => {
    expect(ran).toBeGreaterThan(800);
  });
});
