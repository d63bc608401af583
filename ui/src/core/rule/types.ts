import type { Big } from 'big.js';
import type { Text } from '../words';

/** What an expression evaluates to. Numbers are exact decimals. */
export type Value = null | boolean | string | Big | Value[] | JsonObject;

export type JsonObject = { readonly [key: string]: unknown };

export type Kind =
  | 'null'
  | 'boolean'
  | 'number'
  | 'text'
  | 'date'
  | 'time'
  | 'dateTime'
  | 'dateRange'
  | 'table'
  | 'opaque';

/** The static type of a field. */
export interface Type {
  kind: Kind;
  list?: boolean;
  options?: readonly string[];
}

/** Field id → type, and `table.column` → the type of one cell. */
export type Types = Readonly<Record<string, Type>>;

/** Which days are worked. */
export interface Calendar {
  /** Days of the week that are not worked, 0 = Sunday. */
  weekend: readonly number[];
  /** Dates that are not worked. */
  holidays: readonly string[];
  /** Make-up days: dates that are worked all the same. */
  workdays: readonly string[];
}

export interface Action {
  do: string;
  /** A field's id, or `table.column`. */
  field: string;
  /** The formula of a `set` or `default`. */
  value?: unknown;
  /** What a `limit` leaves. */
  options?: readonly string[];
  /** What a `warn` says. */
  text?: Text;
}

/** A named rule of a form: when its condition holds, its actions act. */
export interface Rule {
  id: string;
  name?: Text;
  enabled: boolean;
  when?: unknown;
  then: readonly Action[];
}

/** Something wrong with an expression or a rule: a stable code and the place. */
export interface Finding {
  code: string;
  /** `ruleId.when` or `ruleId.then.0.value`; `''` for an expression that stands alone. */
  path: string;
  params?: Readonly<Record<string, unknown>>;
}

/** An expression or a list of rules was refused. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  constructor(readonly findings: readonly Finding[]) {
    super(findings.map((f) => (f.path ? `${f.code} at ${f.path}` : f.code)).join('; '));
  }
}

/** An expression could not be evaluated on these values. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  constructor(
    readonly code: string,
    /** The JSON pointer of the failing operation within the expression. */
    readonly at: string,
  ) {
    super(`${code} at "${at}"`);
  }
}
