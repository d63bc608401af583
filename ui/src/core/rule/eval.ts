import type { Big } from 'big.js';
import { boundary, type CompiledCalendar } from './calendar';
import { functions } from './functions';
import { decimal, isDecimal, zero } from './number';
import type { Expr, Node } from './parse';
import { EvaluationError, type JsonObject, type Value } from './types';
import { bounded, compare, fail, fromJson, member, same, whole } from './values';

/** What an expression is evaluated in. */
export interface Env {
  values: JsonObject;
  /** The site's date, YYYY-MM-DD, read by `$today`. */
  today?: string;
  /** Which days are worked; without it `workdays` is an error. */
  calendar?: CompiledCalendar;
  initiator?: JsonObject;
  /** The row that `$row.column` reads, for an expression that stands alone. */
  row?: JsonObject;
}

export type Op = Extract<Node, { type: 'op' }>;
type Var = Extract<Node, { type: 'var' }>;

/** Bounds one evaluation, or one application of rules: nodes visited and cells read. */
const maxSteps = 1_000_000;
const maxRoundDigits = 20;

/** Evaluates an expression; throws an {@link EvaluationError}. */
export function evaluate(expr: Expr, env: Env): Value {
  const scope = new Scope(env, env.values);
  scope.row = env.row;
  return scope.eval(expr.root);
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
    readonly env: Env,
    private readonly values: JsonObject,
  ) {}

  /** Counts a piece of work, so that what would take long ends. */
  tick(n: Node): void {
    if (++this.steps > maxSteps) throw new EvaluationError('rule.tooLarge', n.at);
  }

  eval(n: Node): Value {
    this.tick(n);
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
      case 'abs':
        return this.number(n, 0)?.abs() ?? null;
      case 'round':
        return this.round(n, 1);
      case 'roundUp':
        return this.round(n, 3);
      case 'roundDown':
        return this.round(n, 0);
      case 'min':
        return this.aggregate(n, (a, b) => (b.lt(a) ? b : a), null);
      case 'max':
        return this.aggregate(n, (a, b) => (b.gt(a) ? b : a), null);
      case 'sum':
        return this.aggregate(n, (a, b) => a.plus(b), zero);
      case 'avg':
        return this.average(n);
      case 'count':
        return this.count(n);
      default: {
        const run = functions[n.op];
        if (!run) throw fail(n, 'rule.unknownOperator');
        return run(this, n);
      }
    }
  }

  arg(n: Op, i: number): Value {
    const a = n.args[i];
    return a ? this.eval(a) : null;
  }

  pair(n: Op): [Value, Value] {
    const a = this.arg(n, 0);
    return [a, this.arg(n, 1)];
  }

  number(n: Op, i: number): Big | null {
    const v = this.arg(n, i);
    if (v === null || isDecimal(v)) return v;
    throw fail(n, 'rule.type');
  }

  truth(n: Op, i: number): boolean | null {
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

  /** Half up (1), away from zero (3) or towards it (0), to a number of digits after the point. */
  private round(n: Op, how: 0 | 1 | 3): Value {
    const a = this.number(n, 0);
    let places = 0;
    let known = a !== null;
    if (n.args.length === 2) {
      const d = this.number(n, 1);
      known = known && d !== null;
      places = whole(n, d ?? zero, maxRoundDigits);
    }
    if (a === null || !known) return null;
    return bounded(n, a.round(places, how));
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

  private average(n: Op): Value {
    let acc = zero;
    let found = 0;
    for (const a of n.args) {
      const v = this.eval(a);
      for (const item of Array.isArray(v) ? v : [v]) {
        if (item === null) continue;
        if (!isDecimal(item)) throw fail(n, 'rule.type');
        acc = bounded(n, acc.plus(item));
        found++;
      }
    }
    return found === 0 ? null : bounded(n, acc.div(found));
  }

  private count(n: Op): Value {
    const v = this.arg(n, 0);
    if (v === null) return zero;
    if (!Array.isArray(v)) throw fail(n, 'rule.type');
    return decimal(v.filter((item) => item !== null).length);
  }

  text(n: Op, i: number): string | null {
    const v = this.arg(n, i);
    if (v === null || typeof v === 'string') return v;
    throw fail(n, 'rule.type');
  }

  date(n: Op, i: number): number | null {
    const day = boundary(this.arg(n, i));
    if (typeof day === 'object') throw fail(n, day.code);
    return day ?? null;
  }
}
