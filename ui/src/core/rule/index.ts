/**
 * Conditions, formulas and rules: builder/rule in TypeScript, held to the same vectors. What it computes is for
 * showing; the server computes again, and its result is the one that counts.
 */

export { applyRules, type Problem, type RuleResult, type Warning } from './apply';
export { type CompiledCalendar, compileCalendar } from './calendar';
export { concernsOf } from './concerns';
export { isDate } from './date';
export { type Env, evaluate, truth } from './eval';
export { arities as operators } from './operators';
export { type Expr, type Node, parse } from './parse';
export { compileRules, type RuleSet } from './set';
export {
  type Action,
  type Calendar,
  CompileError,
  EvaluationError,
  type Finding,
  type Kind,
  type Rule,
  type Type,
  type Types,
  type Value,
} from './types';
// Saying an expression in words is for the studio (`./words`): the employee's form page does without.
export type { Labels } from './words';
