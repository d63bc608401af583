import type { Big } from 'big.js';
import { type CompiledCalendar, countHalfDays } from './calendar';
import { dateShaped, timeShaped } from './date';
import { bound, decimal, fromNumber, isDecimal, textOf, zero } from './number';
import type { Expr, Node } from './parse';
import { characters, isBlank } from './text';
import { EvaluationError, type JsonObject, type Value } from './types';

/** What an expression is evaluated in. */
export interface Env {
  values: JsonObject;
  /** The site's date, YYYY-MM-DD, read by `$today`. */
  today?: string;
  /** Which days are worked; without it `workdays` is an error. */
  calendar?: CompiledCalendar;
  initiator?: JsonObject;
}

type Op = Extract<Node, { type: 'op' }>;
type Var = Extract<Node, { type: 'var' }>;

/** Bounds one evaluation, or one application of rules: nodes visited and cells read. */
const maxSteps = 1_000_000;
/** Bounds the text that `cat` makes, in characters. */
const maxText = 20_000;
const maxRoundDigits = 20;

/** Evaluates an expression; throws an {@link EvaluationError}. */
export function evaluate(expr: Expr, env: Env): Value {
  return new Scope(env, env.values).eval(expr.root);
}

/** Evaluates a condition. It is not known where something that it reads is not filled in, or where it fails. */
export function truth(expr: Expr, env: Env): boolean | undefined {
  try {
    const v = evaluate(expr, env);
    return typeof v === 'boolean' ? v : undefined;
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

/** One evaluation: the environment, and the values as the rules have changed them so far. */
export class Scope {
  /** The table row that `$row.column` reads. */
  row: JsonObject | undefined;
  private steps = 0;

  constructor(
    private readonly env: Env,
    private readonly values: JsonObject,
  ) {}

  eval(n: Node): Value {
    if (++this.steps > maxSteps) throw new EvaluationError('rule.tooLarge', n.at);
    switch (n.type) {
      case 'op':
        return this.operation(n);
      case 'var':
        return this.variable(n);
      case 'list':
        return n.args.map((a) => this.eval(a));
      default:
        return n.value;
    }
  }

  private variable(n: Var): Value {
    const [head = '', ...rest] = n.path;
    let v: unknown;
    switch (head) {
      case '$today':
        return rest.length > 0 ? null : this.env.today || null;
      case '$initiator':
        v = this.env.initiator;
        break;
      case '$row':
        v = this.row;
        break;
      default:
        v = member(this.values, head);
    }
    for (const part of rest) v = member(v, part);
    if (Array.isArray(v)) this.steps += v.length;
    const out = fromJson(v);
    if (out === undefined) throw new EvaluationError('rule.range', n.at);
    return out;
  }

  private operation(n: Op): Value {
    switch (n.op) {
      case '==':
        return this.equality(n, true);
      case '!=':
        return this.equality(n, false);
      case '<':
        return this.ordering(n, (c) => c < 0);
      case '<=':
        return this.ordering(n, (c) => c <= 0);
      case '>':
        return this.ordering(n, (c) => c > 0);
      case '>=':
        return this.ordering(n, (c) => c >= 0);
      case 'and':
        return this.kleene(n, false);
      case 'or':
        return this.kleene(n, true);
      case '!': {
        const v = this.truth(n, 0);
        return v === null ? null : !v;
      }
      case 'if':
        return this.choice(n);
      case '+':
        return this.fold(n, (a, b) => a.plus(b));
      case '*':
        return this.fold(n, (a, b) => a.times(b));
      case '-':
        return this.minus(n);
      case '/':
        return this.divide(n);
      case 'round':
        return this.round(n);
      case 'min':
        return this.aggregate(n, (a, b) => (b.lt(a) ? b : a), null);
      case 'max':
        return this.aggregate(n, (a, b) => (b.gt(a) ? b : a), null);
      case 'sum':
        return this.aggregate(n, (a, b) => a.plus(b), zero);
      default:
        return this.textual(n);
    }
  }

  private textual(n: Op): Value {
    switch (n.op) {
      case 'count':
        return this.count(n);
      case 'in': {
        const [v, list] = this.pair(n);
        return v === null || list === null ? null : has(n, list, v);
      }
      case 'contains':
        return this.contains(n);
      case 'empty':
        return isEmpty(this.arg(n, 0));
      case 'cat':
        return this.cat(n);
      case 'length': {
        const v = this.arg(n, 0);
        if (v === null) return null;
        if (typeof v !== 'string') throw fail(n, 'rule.type');
        return decimal(characters(v));
      }
      case 'days':
        return this.days(n, undefined);
      case 'workdays':
        if (!this.env.calendar) throw fail(n, 'rule.noCalendar');
        return this.days(n, this.env.calendar);
      default:
        throw fail(n, 'rule.unknownOperator');
    }
  }

  private arg(n: Op, i: number): Value {
    const a = n.args[i];
    return a ? this.eval(a) : null;
  }

  private pair(n: Op): [Value, Value] {
    const a = this.arg(n, 0);
    return [a, this.arg(n, 1)];
  }

  private number(n: Op, i: number): Big | null {
    const v = this.arg(n, i);
    if (v === null || isDecimal(v)) return v;
    throw fail(n, 'rule.type');
  }

  private truth(n: Op, i: number): boolean | null {
    const v = this.arg(n, i);
    if (v === null || typeof v === 'boolean') return v;
    throw fail(n, 'rule.type');
  }

  private equality(n: Op, want: boolean): Value {
    const [a, b] = this.pair(n);
    if (a === null || b === null) return null;
    return same(n, a, b) === want;
  }

  private ordering(n: Op, holds: (order: number) => boolean): Value {
    const [a, b] = this.pair(n);
    if (a === null || b === null) return null;
    return holds(compare(n, a, b));
  }

  /** `and` (decisive false) and `or` (decisive true): the decisive value wins, then null, then the other. */
  private kleene(n: Op, decisive: boolean): Value {
    let known = true;
    for (let i = 0; i < n.args.length; i++) {
      const v = this.truth(n, i);
      if (v === decisive) return decisive;
      known = known && v !== null;
    }
    return known ? !decisive : null;
  }

  private choice(n: Op): Value {
    let i = 0;
    for (; i + 1 < n.args.length; i += 2) {
      const v = this.truth(n, i);
      if (v === null) return null;
      if (v) return this.arg(n, i + 1);
    }
    return this.arg(n, i);
  }

  private fold(n: Op, step: (a: Big, b: Big) => Big): Value {
    let acc = this.number(n, 0);
    for (let i = 1; i < n.args.length; i++) {
      const d = this.number(n, i);
      acc = acc === null || d === null ? null : bounded(n, step(acc, d));
    }
    return acc;
  }

  private minus(n: Op): Value {
    const a = this.number(n, 0);
    if (n.args.length === 1) return a === null ? null : zero.minus(a);
    const b = this.number(n, 1);
    return a === null || b === null ? null : bounded(n, a.minus(b));
  }

  /** Divides to 20 digits, half up; by zero gives null. */
  private divide(n: Op): Value {
    const a = this.number(n, 0);
    const b = this.number(n, 1);
    return a === null || b === null || b.eq(zero) ? null : bounded(n, a.div(b));
  }

  private round(n: Op): Value {
    const a = this.number(n, 0);
    let places = 0;
    let known = a !== null;
    if (n.args.length === 2) {
      const d = this.number(n, 1);
      known = known && d !== null;
      const digits = d ?? zero;
      // Judged as a decimal: a number would hide what lies beyond its 17 digits.
      if (!digits.round(0, 0).eq(digits) || digits.abs().gt(maxRoundDigits)) throw fail(n, 'rule.range');
      places = Number(textOf(digits));
    }
    if (a === null || !known) return null;
    return bounded(n, a.round(places, 1));
  }

  /** `sum`, `min` and `max` over lists and single numbers; what is null is left out. */
  private aggregate(n: Op, step: (a: Big, b: Big) => Big, ofNone: Value): Value {
    let acc: Big | null = null;
    for (const a of n.args) {
      const v = this.eval(a);
      for (const item of Array.isArray(v) ? v : [v]) {
        if (item === null) continue;
        if (!isDecimal(item)) throw fail(n, 'rule.type');
        acc = acc === null ? item : bounded(n, step(acc, item));
      }
    }
    return acc ?? ofNone;
  }

  private count(n: Op): Value {
    const v = this.arg(n, 0);
    if (v === null) return zero;
    if (!Array.isArray(v)) throw fail(n, 'rule.type');
    return decimal(v.filter((item) => item !== null).length);
  }

  private contains(n: Op): Value {
    const [whole, part] = this.pair(n);
    if (whole === null || part === null) return null;
    if (typeof whole !== 'string') return has(n, whole, part);
    if (typeof part !== 'string') throw fail(n, 'rule.type');
    return whole.includes(part);
  }

  private cat(n: Op): Value {
    let out = '';
    let known = true;
    let length = 0;
    for (const a of n.args) {
      const v = this.eval(a);
      if (v === null) {
        known = false;
        continue;
      }
      if (typeof v !== 'string' && !isDecimal(v)) throw fail(n, 'rule.type');
      const text = typeof v === 'string' ? v : textOf(v);
      length += characters(text);
      if (length > maxText) throw fail(n, 'rule.range');
      out += text;
    }
    return known ? out : null;
  }

  private days(n: Op, calendar: CompiledCalendar | undefined): Value {
    const v = this.arg(n, 0);
    if (v === null) return null;
    if (!isObject(v)) throw fail(n, 'rule.type');
    const counted = countHalfDays(v, calendar);
    if (!counted) return null;
    if ('code' in counted) throw fail(n, counted.code);
    return decimal(counted.halves).times('0.5');
  }
}

function fail(n: Node, code: string): EvaluationError {
  return new EvaluationError(code, n.at);
}

function bounded(n: Node, d: Big): Big {
  const out = bound(d);
  if (!out) throw fail(n, 'rule.range');
  return out;
}

function isObject(v: unknown): v is JsonObject {
  return typeof v === 'object' && v !== null && !Array.isArray(v) && !isDecimal(v);
}

/** Reads a property of an object, or of each row of a table. */
function member(v: unknown, name: string): unknown {
  if (Array.isArray(v)) {
    return v.map((row: unknown) => (isObject(row) && Object.hasOwn(row, name) ? row[name] : undefined));
  }
  return isObject(v) && Object.hasOwn(v, name) ? v[name] : undefined;
}

/** Turns a JSON value into one of the evaluator; undefined for a number outside the bounds. */
function fromJson(v: unknown): Value | undefined {
  if (v === undefined || v === null) return null;
  if (typeof v === 'boolean' || typeof v === 'string' || isDecimal(v)) return v;
  if (typeof v === 'number') return fromNumber(v);
  if (Array.isArray(v)) {
    const out: Value[] = [];
    for (const item of v as unknown[]) {
      const converted = fromJson(item);
      if (converted === undefined) return undefined;
      out.push(converted);
    }
    return out;
  }
  return isObject(v) ? v : undefined;
}

/** Compares two scalars that are not null. */
function same(n: Node, a: Value, b: Value): boolean {
  if (isDecimal(a) && isDecimal(b)) return a.eq(b);
  if ((typeof a === 'string' || typeof a === 'boolean') && typeof a === typeof b) return a === b;
  throw fail(n, 'rule.type');
}

/** Orders two numbers, dates or times. */
function compare(n: Node, a: Value, b: Value): number {
  if (isDecimal(a) && isDecimal(b)) return a.cmp(b);
  if (typeof a === 'string' && typeof b === 'string') {
    if ((dateShaped(a) && dateShaped(b)) || (timeShaped(a) && timeShaped(b))) return a < b ? -1 : a > b ? 1 : 0;
  }
  throw fail(n, 'rule.type');
}

/** Whether a list has a value; elements that are null are left out. */
function has(n: Node, list: Value, v: Value): boolean {
  if (!Array.isArray(list)) throw fail(n, 'rule.type');
  let found = false;
  for (const item of list) if (item !== null && same(n, v, item)) found = true;
  return found;
}

function isEmpty(v: Value): boolean {
  if (v === null) return true;
  if (typeof v === 'string') return isBlank(v);
  if (Array.isArray(v)) return v.length === 0;
  return isObject(v) && Object.keys(v).length === 0;
}
