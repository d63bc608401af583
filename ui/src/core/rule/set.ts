import { clip, type Expr, parse, walk } from './parse';
import { type Action, CompileError, type Finding, type Rule, type Type, type Types } from './types';

const maxRules = 300;
const maxActions = 50;
const maxSetNodes = 5000;

export interface Condition {
  path: string;
  expr?: Expr;
  /** Set where the condition is judged for each row of a table. */
  table?: string;
}

/** A field, or a table's column. */
export interface Place {
  field: string;
  /** Set, with `column`, where the field is a table's column. */
  table?: string;
  column?: string;
}

/** A `set` or `default` action. */
export interface Assignment {
  condition: Condition;
  path: string;
  expr: Expr;
}

/** An action that changes no value. */
export interface Flag extends Place {
  condition: Condition;
  action: Action;
}

/** What rules do to the visibility and the value of one field. */
export interface Step extends Place {
  show: Condition[];
  hide: Condition[];
  sets: Assignment[];
  defaults: Assignment[];
}

/** A list of rules, compiled. */
export interface RuleSet {
  /** The fields that rules show, hide, set or suggest, each after those that its rules read. */
  readonly steps: readonly Step[];
  /** Everything else, in the order of the rules. */
  readonly flags: readonly Flag[];
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
  private readonly flags: Flag[] = [];
  /** The first rule that decides a field. */
  private readonly owner = new Map<string, string>();
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
    return { steps, flags: this.flags };
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
    // A condition that reads a row is judged for each row of the table that the first action is about.
    const [first] = rule.then;
    if (first && condition.expr?.vars.some((name) => name.startsWith('$row.'))) {
      condition.table = placeOf(first.field).table;
    }
    rule.then.forEach((action, i) => {
      this.action(action, rule.id, `${rule.id}.then.${i}`, condition);
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

  private action(a: Action, id: string, path: string, condition: Condition): void {
    const typ = Object.hasOwn(this.types, a.field) ? this.types[a.field] : undefined;
    if (!typ) {
      this.add(path, 'rule.unknownField', { field: clip(a.field) });
      return;
    }
    const place = placeOf(a.field);
    if (condition.table !== undefined && condition.table !== place.table) {
      this.add(path, 'rule.rowField', { field: a.field, table: condition.table });
    } else if (!suits(a, typ)) {
      this.add(path, 'rule.action', { do: clip(a.do), field: a.field });
    } else if (['show', 'hide', 'set', 'default'].includes(a.do)) {
      this.decides(a, id, path, condition);
    } else {
      this.flags.push({ ...place, condition, action: a });
    }
  }

  /** An action on which the visibility or the value of a field depends. */
  private decides(a: Action, id: string, path: string, condition: Condition): void {
    const step = this.step(a.field);
    if (!this.owner.has(a.field)) this.owner.set(a.field, id);
    if (a.do === 'show' || a.do === 'hide') {
      step[a.do].push(condition);
      return;
    }
    const expr = this.expr(a.value, `${path}.value`);
    if (expr) step[a.do === 'set' ? 'sets' : 'defaults'].push({ condition, path: `${path}.value`, expr });
  }

  private step(field: string): Step {
    let step = this.steps.get(field);
    if (!step) {
      step = { ...placeOf(field), show: [], hide: [], sets: [], defaults: [] };
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
        const circle = trail.slice(again);
        this.add(this.owner.get(circle[0] ?? '') ?? '', 'rule.cycle', { fields: circle });
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
    const values = [...step.sets, ...step.defaults];
    const exprs = [...step.show, ...step.hide, ...values.map((s) => s.condition), ...values];
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

function placeOf(field: string): Place {
  const dot = field.indexOf('.');
  return dot < 0 ? { field } : { field, table: field.slice(0, dot), column: field.slice(dot + 1) };
}

/** Whether an action has what it needs, no more, and can be done to a field of a type. */
function suits(a: Action, typ: Type): boolean {
  const has = [
    a.value !== undefined && 'value',
    (a.options?.length ?? 0) > 0 && 'options',
    Object.values(a.text ?? {}).some((words) => words) && 'text',
  ].filter(Boolean);
  switch (a.do) {
    case 'show':
    case 'hide':
    case 'require':
    case 'lock':
      return has.length === 0;
    case 'set':
    case 'default':
      return has.join() === 'value' && typ.kind !== 'table' && typ.kind !== 'opaque';
    case 'limit':
      return has.join() === 'options' && typ.options !== undefined;
    case 'warn':
      return has.join() === 'text';
    default:
      return false;
  }
}
