import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { type Schema, validate } from './index';

/** Made up by builder/form/random_test.go, with what the server's validator says of each value. */
interface Line {
  schema: Schema;
  cases: [values: Record<string, unknown>, violations: string[]][];
}

const file = resolve(import.meta.dirname, '../../../../builder/form/testdata/random.json');
const lines = JSON.parse(readFileSync(file, 'utf8')) as Line[];

it('agrees with the server on schemas and values that nobody thought of', () => {
  const differ: unknown[] = [];
  let ran = 0;
  for (const { schema, cases } of lines) {
    const definition = { schema, layout: { sections: [], fields: {} } };
    for (const [values, want] of cases) {
      const got = validate(definition, values).map((v) => `${v.path} ${v.code}`);
      ran++;
      if (got.join('\n') !== want.join('\n')) differ.push({ schema, values, got, want });
    }
  }
  expect(differ).toEqual([]);
  expect(ran).toBeGreaterThan(2500);
});
