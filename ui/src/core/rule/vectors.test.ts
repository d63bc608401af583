import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, describe as group, it } from 'vitest';
import { check } from './check';
import {
  applyRules,
  type Calendar,
  CompileError,
  compileCalendar,
  compileRules,
  type Env,
  EvaluationError,
  evaluate,
  type Labels,
  type Problem,
  parse,
  type Rule,
  type Types,
  type Warning,
} from './index';
import { isDecimal, textOf } from './number';
import type { Kind } from './types';
import { describe } from './words';

interface Vectors {
  today: string;
  initiator: Record<string, unknown>;
  calendar: Calendar;
  types: Types;
  labels: Labels;
  eval: {
    name: string;
    expr: unknown;
    values?: Record<string, unknown>;
    calendar?: Calendar | null;
    result?: unknown;
    error?: string;
  }[];
  shop: Types;
  check: { expr: unknown; want: Kind; findings: string[] }[];
  parse: { name: string; expr: unknown; error: string }[];
  apply: {
    name: string;
    rules: Rule[];
    values: Record<string, unknown>;
    result?: {
      values: Record<string, unknown>;
      hidden: string[];
      required: string[];
      locked: string[];
      options?: Record<string, string[]>;
      defaults?: Record<string, unknown>;
      warnings?: Warning[];
      problems?: Problem[];
    };
    error?: string;
  }[];
  words: { expr: unknown; en: string; 'zh-CN': string }[];
}

const file = resolve(import.meta.dirname, '../../../../builder/rule/testdata/vectors.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

function env(values: Record<string, unknown> = {}, calendar: Calendar | null = vectors.calendar): Env {
  return {
    values,
    today: vectors.today,
    initiator: vectors.initiator,
    calendar: calendar ? compileCalendar(calendar) : undefined,
  };
}

/** Makes results comparable: every number as its shortest decimal text. */
function plain(v: unknown): unknown {
  if (isDecimal(v)) return `number ${textOf(v)}`;
  if (typeof v === 'number') return `number ${v}`;
  if (Array.isArray(v)) return v.map(plain);
  if (typeof v !== 'object' || v === null) return v;
  const entries = Object.entries(v);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'decimal') return `number ${first[1]}`;
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
}

function codesOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof CompileError) return error.findings.map((f) => f.code);
    throw error;
  }
  return [];
}

group('vectors', () => {
  it('are many', () => {
    expect(vectors.eval.length).toBeGreaterThanOrEqual(300);
  });
  it.each(vectors.eval)('eval: $name', (v) => {
    const run = () => evaluate(parse(v.expr), env(v.values, v.calendar));
    if (v.error) {
      expect(run).toThrow(EvaluationError);
      expect(run).toThrow(v.error);
    } else {
      expect(plain(run())).toEqual(plain(v.result));
    }
  });
  it.each(vectors.check)('check: $expr for $want', (v) => {
    const found = check(parse(v.expr), vectors.shop, { kind: v.want });
    expect(found.map((f) => `${f.code}@${f.params?.at}`)).toEqual(v.findings);
  });
  it.each(vectors.parse)('parse: $name', (v) => {
    expect(codesOf(() => parse(v.expr))).toEqual([v.error]);
  });
  it.each(vectors.apply)('apply: $name', (v) => {
    if (v.error) {
      expect(codesOf(() => compileRules(v.rules, vectors.types))).toContain(v.error);
      return;
    }
    const before = JSON.stringify(v.values);
    const got = applyRules(compileRules(v.rules, vectors.types), env(v.values));
    expect(JSON.stringify(v.values)).toBe(before);
    expect({
      values: got.values,
      hidden: [...got.hidden].sort(),
      required: [...got.required].sort(),
      locked: [...got.locked].sort(),
      options: Object.fromEntries(got.options),
      defaults: Object.fromEntries(got.defaults),
      warnings: got.warnings,
      problems: got.problems,
    }).toEqual({ options: {}, defaults: {}, warnings: [], problems: [], ...v.result });
  });
  it.each(vectors.words)('words: $en', (v) => {
    const expr = parse(v.expr);
    expect(describe(expr, vectors.labels, 'en')).toBe(v.en);
    expect(describe(expr, vectors.labels, 'zh-CN')).toBe(v['zh-CN']);
  });
});
