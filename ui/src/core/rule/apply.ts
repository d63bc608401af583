import type { Text } from '../words';
import { type Env, Scope } from './eval';
import { isRow, plain, withoutNulls } from './nulls';
import { isDecimal, settle } from './number';
import type { Expr } from './parse';
import type { Assignment, Condition, Flag, Place, RuleSet, Step } from './set';
import { EvaluationError } from './types';

/** A formula or condition that could not be evaluated on these values. */
export interface Problem {
  path: string;
  code: string;
}

/** What a `warn` says, and the path of the field that it stands beside. */
export interface Warning {
  field: string;
  text: Text;
}

/**
 * What the rules make of a form's values. Fields are named by path: `note`, `items.price` for a column, and
 * `items.2.price` for the cell of one row where a rule is judged row by row.
 */
export interface RuleResult {
  /** The values without those of hidden fields, without nulls, and with the computed ones set. */
  values: Record<string, unknown>;
  hidden: ReadonlySet<string>;
  required: ReadonlySet<string>;
  locked: ReadonlySet<string>;
  /** Those of the locked that a rule works out. */
  computed: ReadonlySet<string>;
  /** What limits leave of the options of a choice. */
  options: ReadonlyMap<string, readonly string[]>;
  /** The values that rules suggest. */
  defaults: ReadonlyMap<string, unknown>;
  warnings: readonly Warning[];
  problems: readonly Problem[];
}

type Row = Record<string, unknown>;

/** Evaluates the rules on the values; it changes nothing of `env`, and bad values never make it throw. */
export function applyRules(set: RuleSet, env: Env): RuleResult {
  return new Application(set, env).run();
}

/** Stands for the row of what is no row. */
const whole = -1;

class Application {
  private readonly values: Record<string, unknown>;
  private readonly scope: Scope;
  private readonly held = new Map<Condition, (boolean | undefined)[]>();
  private readonly hidden = new Set<string>();
  private readonly required = new Set<string>();
  private readonly locked = new Set<string>();
  private readonly computed = new Set<string>();
  private readonly options = new Map<string, readonly string[]>();
  private readonly defaults = new Map<string, unknown>();
  private readonly warnings: Warning[] = [];
  private readonly problems = new Map<string, Problem>();

  constructor(
    private readonly set: RuleSet,
    env: Env,
  ) {
    this.values = withoutNulls(env.values);
    this.scope = new Scope(env, this.values);
  }

  run(): RuleResult {
    const { steps, flags } = this.set;
    for (const step of steps) this.step(step);
    for (const step of steps) this.suggest(step);
    for (const flag of flags) this.flag(flag);
    for (const step of steps) if (step.sets.length > 0) this.toNumbers(step);
    const problems = [...this.problems.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    const { values, hidden, required, locked, computed, options, defaults, warnings } = this;
    return { values, hidden, required, locked, computed, options, defaults, warnings, problems };
  }

  /** Whether a condition holds, judging it once; for a row where it is judged row by row. */
  private holds(c: Condition, row: number): boolean {
    const index = c.table === undefined ? 0 : row;
    let rows = this.held.get(c);
    if (!rows) {
      rows = [];
      this.held.set(c, rows);
    }
    const held = rows[index] ?? this.judge(c, index);
    rows[index] = held;
    return held;
  }

  private judge(c: Condition, row: number): boolean {
    if (!c.expr) return true;
    if (c.table === undefined) return this.attempt(c.path, c.expr) === true;
    const rows = this.rows(c.table);
    if (row >= rows.length) return false;
    const cells = rows[row];
    return this.attempt(c.path, c.expr, isRow(cells) ? cells : undefined) === true;
  }

  private attempt(path: string, expr: Expr, row?: Row): unknown {
    this.scope.row = row;
    try {
      const v = this.scope.eval(expr.root);
      if (!isDecimal(v)) return v;
      const kept = settle(v);
      if (!kept) throw new EvaluationError('rule.range', '');
      return kept;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      if (!this.problems.has(path)) this.problems.set(path, { path, code: error.code });
      return null;
    } finally {
      this.scope.row = undefined;
    }
  }

  private rows(table: string | undefined): readonly unknown[] {
    const rows = table === undefined ? undefined : this.values[table];
    return Array.isArray(rows) ? rows : [];
  }

  /** Decides one field. */
  private step(step: Step): void {
    if ([...step.show, ...step.hide].some(isByRow)) {
      if (step.hide.some((c) => !isByRow(c) && this.holds(c, whole))) {
        this.hide(step);
        return;
      }
      this.each(step, (into, key, row) => {
        if (!this.hides(step, row)) return;
        this.hidden.add(cell(step, row));
        delete into[key];
      });
    } else if (this.hides(step, whole)) {
      this.hide(step);
      return;
    }
    if (step.sets.length > 0) this.compute(step);
  }

  private hides({ show, hide }: Step, row: number): boolean {
    const holds = (c: Condition) => this.holds(c, row);
    return (show.length > 0 && !show.some(holds)) || hide.some(holds);
  }

  private hide(step: Step): void {
    this.hidden.add(step.field);
    this.each(step, (into, key) => delete into[key]);
  }

  private compute(step: Step): void {
    const byRow = step.sets.some((s) => isByRow(s.condition));
    if (!byRow) {
      if (!this.last(step.sets, whole)) return;
      this.bind(step.field);
    }
    this.each(step, (into, key, row) => {
      const last = this.last(step.sets, row);
      if (!last || (row !== whole && this.hidden.has(cell(step, row)))) return;
      if (byRow) this.bind(cell(step, row));
      const v = this.attempt(last.path, last.expr, row === whole ? undefined : into);
      if (v === null) delete into[key];
      else into[key] = v;
    });
  }

  /** Nobody writes what a rule works out. */
  private bind(path: string): void {
    this.locked.add(path);
    this.computed.add(path);
  }

  private last(of: readonly Assignment[], row: number): Assignment | undefined {
    return of.findLast((s) => this.holds(s.condition, row));
  }

  /** Evaluates the defaults of one field; a hidden one has none. */
  private suggest(step: Step): void {
    if (step.defaults.length === 0 || this.hidden.has(step.field)) return;
    const put = (path: string, row: number, cells?: Row) => {
      const last = this.last(step.defaults, row);
      const v = last && !this.hidden.has(path) ? this.attempt(last.path, last.expr, cells) : null;
      if (v !== null) this.defaults.set(path, plain(v));
    };
    if (step.table === undefined) put(step.field, whole);
    else {
      this.rows(step.table).forEach((cells, row) => {
        if (isRow(cells)) put(cell(step, row), row, cells);
      });
    }
  }

  /** Judges an action that changes no value, on the final values. */
  private flag(flag: Flag): void {
    const { condition } = flag;
    if (!isByRow(condition)) {
      if (this.holds(condition, whole)) this.mark(flag, flag.field);
      return;
    }
    this.rows(flag.table).forEach((_, row) => {
      if (this.holds(condition, row)) this.mark(flag, cell(flag, row));
    });
  }

  private mark({ field, action }: Flag, path: string): void {
    const hidden = this.hidden.has(field) || this.hidden.has(path);
    switch (action.do) {
      case 'lock':
        this.locked.add(path);
        break;
      case 'require':
        if (!hidden) this.required.add(path);
        break;
      case 'limit': {
        const { options = [] } = action;
        this.options.set(path, this.options.get(path)?.filter((o) => options.includes(o)) ?? options);
        break;
      }
      default:
        if (!hidden && action.text) this.warnings.push({ field: path, text: action.text });
    }
  }

  /** Calls `change` with the place of a field's value: once, or for a column once per row of a copied table. */
  private each({ field, table, column }: Place, change: (into: Row, key: string, row: number) => void): void {
    if (table === undefined || column === undefined) {
      change(this.values, field, whole);
      return;
    }
    if (!Array.isArray(this.values[table])) return;
    const rows = [...this.rows(table)];
    this.values[table] = rows;
    rows.forEach((cells, row) => {
      if (!isRow(cells)) return;
      const copy = { ...cells };
      rows[row] = copy;
      change(copy, column, row);
    });
  }

  private toNumbers(step: Step): void {
    this.each(step, (into, key) => {
      if (Object.hasOwn(into, key)) into[key] = plain(into[key]);
    });
  }
}

function isByRow(c: Condition): boolean {
  return c.table !== undefined;
}

/** The path of a column in one row. */
function cell({ table, column }: Place, row: number): string {
  return `${table}.${row}.${column}`;
}
