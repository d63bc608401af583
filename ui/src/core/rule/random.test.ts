import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, describe as group, it } from 'vitest';
import { check } from './check';
import {
  type Calendar,
  compileCalendar,
  EvaluationError,
  evaluate,
  operators,
  parse,
  type Types,
  type Value,
} from './index';
import { isDecimal, textOf } from './number';
import type { Kind } from './types';

interface World {
  today: string;
  initiator: Record<string, unknown>;
  calendar: Calendar;
  types: Types;
  values: Record<string, unknown>[];
}

/** An expression, and what Go made of it: builder/rule/random_test.go says what the letters mean. */
interface Case {
  e: unknown;
  v: number;
  w: Kind;
  r?: unknown;
  x?: string;
  f?: string[];
}

const file = resolve(import.meta.dirname, '../../../../builder/rule/testdata/random.jsonl.gz');
const [head = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
const world = JSON.parse(head) as World;
const cases = lines.map((line) => JSON.parse(line) as Case);

function written(v: Value): unknown {
  if (isDecimal(v)) return { n: textOf(v) };
  return Array.isArray(v) ? v.map(written) : v;
}

const calendar = compileCalendar(world.calendar);

function judge({ e, v, w }: Case): Case {
  const expr = parse(e);
  const out: Case = { e, v, w };
  try {
    const { today, initiator } = world;
    const result = written(evaluate(expr, { values: world.values[v] ?? {}, today, initiator, calendar }));
    if (result !== null) out.r = result;
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    out.x = `${error.code}@${error.at}`;
  }
  const found = check(expr, world.types, { kind: w });
  if (found.length > 0) out.f = found.map((f) => `${f.code}@${f.params?.at}`);
  return out;
}

group('random expressions', () => {
  it('are many, and use every operator', () => {
    expect(cases.length).toBeGreaterThanOrEqual(10_000);
    const used = lines.join('\n');
    for (const op of operators.keys()) expect(used).toContain(`"${op}":`);
  });
  it('come to the same as in Go, and are found wrong in the same places', () => {
    const apart = cases.map((c) => [judge(c), c]).filter(([got, want]) => JSON.stringify(got) !== JSON.stringify(want));
    expect(apart.slice(0, 5).map(([got, want]) => ({ got, want }))).toEqual([]);
  });
});
