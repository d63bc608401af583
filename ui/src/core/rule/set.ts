import type { Big } from 'big.js';
import { type Env, Scope } from './eval';
import { isDecimal, textOf } from './number';
import { clip, type Expr, parse, walk } from './parse';
import {
  type Action,
  CompileError,
  EvaluationError,
  type Finding,
  type JsonObject,
  type Rule,
  type Types,
} from './types';

const maxRules = 300;
const maxActions = 50;
const maxSetNodes = 5000;

interface Condition {
  path: string;
  expr?: Expr;
}

interface Assignment {
  condition: Condition;
  path: string;
  expr: Expr;
}

interface Flag {
  condition: Condition;
  field: string;
}

/** What rules do to the visibility and the value of one field. */
interface Step {
  field: string;
  /** Set, with `column`, where the field is a table's column. */
  table?: string;
  column?: string;
  show: Condition[];
  hide: Condition[];
  sets: Assignment[];
}

/** A list of rules, compiled. */
export interface RuleSet {
  /** The fields that rules show, hide or set, each after those that its rules read. */
  readonly steps: readonly Step[];
  readonly requires: readonly Flag[];
  readonly locks: readonly Flag[];
}

/** A formula or condition that could not be evaluated on these values. */
export interface Problem {
  path: string;
  code: string;
}

/** What the rules make of a form's values. */
export interface RuleResult {
  /** The values without those of hidden fields, without nulls, and with the computed ones set. */
  values: Record<string, unknown>;
  /** Field ids and `table.column` paths. */
  hidden: ReadonlySet<string>;
  required: ReadonlySet<string>;
  locked: ReadonlySet<string>;
  problems: readonly Problem[];
}

/**
 * Compiles the enabled rules: parses them, orders them by what they read and refuses circles; throws a
 * {@link CompileError}. Types are checked by the server when an app is published, not here.
 */
export function compileRules(rules: readonly Rule[], types: Types): RuleSet {
  return new Compiler(types).compile(rules);
}

class Compiler {
  private readonly findings: Finding[] = [];
  private readonly steps = new Map<string, Step>();
  private readonly requires: Flag[] = [];
  private readonly locks: Flag[] = [];
  private nodes = 0;

  constructor(private readonly types: Types) {}

  compile(rules: readonly Rule[]): RuleSet {
    if (rules.length > maxRules) this.add('', 'rule.tooLarge', { limit: maxRules });
    const seen = new Set<string>();
    for (const rule of rules.slice(0, maxRules)) {
      if (!rule.id || seen.has(rule.id)) {
        this.add(rule.id, 'rule.id', { id: clip(rule.id) });
        continue;
      }
      seen.add(rule.id);
      if (rule.enabled) this.rule(rule);
    }
    if (this.nodes > maxSetNodes) this.add('', 'rule.tooLarge', { limit: maxSetNodes });
    const steps = this.findings.length === 0 ? this.sorted() : [];
    if (this.findings.length > 0) throw new CompileError(this.findings);
    return { steps, requires: this.requires, locks: this.locks };
  }

  private add(path: string, code: string, params?: Record<string, unknown>): void {
    this.findings.push({ code, path, params });
  }

  private rule(rule: Rule): void {
    if (rule.then.length > maxActions) {
      this.add(rule.id, 'rule.tooLarge', { limit: maxActions });
      return;
    }
    const condition: Condition = { path: `${rule.id}.when` };
    if (rule.when !== undefined) condition.expr = this.expr(rule.when, condition.path);
    rule.then.forEach((action, i) => {
      this.action(action, `${rule.id}.then.${i}`, condition);
    });
  }

  private expr(raw: unknown, path: string): Expr | undefined {
    try {
      const expr = parse(raw);
      walk(expr.root, () => this.nodes++);
      return expr;
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      for (const f of error.findings) this.findings.push({ ...f, path });
      return undefined;
    }
  }

  private action(a: Action, path: string, condition: Condition): void {
    if (!Object.hasOwn(this.types, a.field)) {
      this.add(path, 'rule.unknownField', { field: clip(a.field) });
      return;
    }
    const wrong = () => this.add(path, 'rule.action', { do: clip(a.do), field: a.field });
    if ((a.do === 'set') !== (a.value !== undefined)) {
      wrong();
      return;
    }
    switch (a.do) {
      case 'show':
        this.step(a.field).show.push(condition);
        break;
      case 'hide':
        this.step(a.field).hide.push(condition);
        break;
      case 'require':
        this.requires.push({ condition, field: a.field });
        break;
      case 'lock':
        this.locks.push({ condition, field: a.field });
        break;
      case 'set': {
        const kind = this.types[a.field]?.kind;
        const expr = kind === 'table' || kind === 'opaque' ? wrong() : this.expr(a.value, `${path}.value`);
        if (expr) this.step(a.field).sets.push({ condition, path: `${path}.value`, expr });
        break;
      }
      default:
        wrong();
    }
  }

  private step(field: string): Step {
    let step = this.steps.get(field);
    if (!step) {
      step = { field, show: [], hide: [], sets: [] };
      const dot = field.indexOf('.');
      if (dot >= 0) {
        step.table = field.slice(0, dot);
        step.column = field.slice(dot + 1);
      }
      this.steps.set(field, step);
    }
    return step;
  }

  /** Orders the steps so that each comes after those that it reads. */
  private sorted(): Step[] {
    const done = new Set<string>();
    const trail: string[] = [];
    const out: Step[] = [];
    const visit = (step: Step): boolean => {
      if (done.has(step.field)) return true;
      const again = trail.indexOf(step.field);
      if (again >= 0) {
        this.add('', 'rule.cycle', { fields: trail.slice(again) });
        return false;
      }
      trail.push(step.field);
      for (const field of this.reads(step)) {
        const read = this.steps.get(field);
        if (read && !visit(read)) return false;
      }
      trail.pop();
      done.add(step.field);
      out.push(step);
      return true;
    };
    for (const step of this.steps.values()) if (!visit(step)) break;
    return out;
  }

  /** The fields that a step depends on. */
  private reads(step: Step): string[] {
    const exprs = [...step.show, ...step.hide, ...step.sets.map((s) => s.condition), ...step.sets];
    const out = step.table === undefined ? [] : [step.table];
    for (const { expr } of exprs) {
      for (const name of expr?.vars ?? []) out.push(...this.fieldsOf(name, step.table));
    }
    return out;
  }

  /** The fields that a variable reads: a column depends on its table's visibility too. */
  private fieldsOf(name: string, table: string | undefined): string[] {
    const [head = '', second] = name.split('.');
    if (head === '$row') return table === undefined ? [] : [table, `${table}.${second}`];
    if (head.startsWith('$')) return [];
    if (second !== undefined && this.types[head]?.kind === 'table') return [head, `${head}.${second}`];
    return [head];
  }
}

/** Evaluates the rules on the values; it changes nothing of `env`, and bad values never make it throw. */
export function applyRules(set: RuleSet, env: Env): RuleResult {
  return new Application(set, env).run();
}

class Application {
  private readonly values: Record<string, unknown>;
  private readonly scope: Scope;
  private readonly held = new Map<Condition, boolean>();
  private readonly hidden = new Set<string>();
  private readonly required = new Set<string>();
  private readonly locked = new Set<string>();
  private readonly problems = new Map<string, Problem>();

  constructor(
    private readonly set: RuleSet,
    env: Env,
  ) {
    this.values = withoutNulls(env.values);
    this.scope = new Scope(env, this.values);
  }

  run(): RuleResult {
    const computed: Step[] = [];
    for (const step of this.set.steps) if (this.step(step)) computed.push(step);
    for (const flag of this.set.locks) if (this.holds(flag.condition)) this.locked.add(flag.field);
    for (const flag of this.set.requires) {
      if (!this.hidden.has(flag.field) && this.holds(flag.condition)) this.required.add(flag.field);
    }
    // Decimals are exact as long as rules compute with them, and numbers again for everyone else.
    for (const step of computed) this.toNumbers(step);
    const problems = [...this.problems.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    return { values: this.values, hidden: this.hidden, required: this.required, locked: this.locked, problems };
  }

  private holds(c: Condition): boolean {
    let held = this.held.get(c);
    if (held === undefined) {
      held = c.expr ? this.attempt(c.path, c.expr) === true : true;
      this.held.set(c, held);
    }
    return held;
  }

  private attempt(path: string, expr: Expr): unknown {
    try {
      return this.scope.eval(expr.root);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      if (!this.problems.has(path)) this.problems.set(path, { path, code: error.code });
      return null;
    }
  }

  /** Decides one field; true where its value was computed. */
  private step(step: Step): boolean {
    const shown = step.show.length === 0 || step.show.some((c) => this.holds(c));
    if (!shown || step.hide.some((c) => this.holds(c))) {
      this.hidden.add(step.field);
      this.each(step, (into, key) => delete into[key]);
      return false;
    }
    const last = step.sets.findLast((s) => this.holds(s.condition));
    if (!last) return false;
    this.locked.add(step.field);
    this.each(step, (into, key, row) => {
      this.scope.row = row;
      const v = this.attempt(last.path, last.expr);
      this.scope.row = undefined;
      if (v === null) delete into[key];
      else into[key] = v;
    });
    return true;
  }

  /** Calls `change` with the place of a field's value: once, or for a column once per row of a copied table. */
  private each(step: Step, change: (into: Record<string, unknown>, key: string, row?: JsonObject) => void): void {
    if (step.table === undefined || step.column === undefined) {
      change(this.values, step.field);
      return;
    }
    const rows = this.values[step.table];
    if (!Array.isArray(rows)) return;
    const { column } = step;
    this.values[step.table] = rows.map((row: unknown) => {
      if (!isRow(row)) return row;
      const copy = { ...row };
      change(copy, column, copy);
      return copy;
    });
  }

  private toNumbers(step: Step): void {
    this.each(step, (into, key) => {
      if (Object.hasOwn(into, key)) into[key] = plain(into[key]);
    });
  }
}

function plain(v: unknown): unknown {
  if (isDecimal(v)) return Number(textOf(v as Big));
  return Array.isArray(v) ? v.map(plain) : v;
}

function isRow(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

/** Copies values, leaving out what is null: fields and cells. Null is the same as not filled in. */
function withoutNulls(values: JsonObject): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, v] of Object.entries(values)) {
    if (v === null || v === undefined) continue;
    out[key] = Array.isArray(v) ? rowsWithoutNulls(v) : v;
  }
  return out;
}

/** Copies a list only where a row has nulls. */
function rowsWithoutNulls(rows: readonly unknown[]): readonly unknown[] {
  const missing = (v: unknown) => v === null || v === undefined;
  if (!rows.some((row) => isRow(row) && Object.values(row).some(missing))) return rows;
  return rows.map((row) => (isRow(row) ? Object.fromEntries(Object.entries(row).filter(([, v]) => !missing(v))) : row));
}
