import type { App } from '../../api/studioTypes';
import type { Rule } from '../../api/types';
import { withFormula } from './fields';
import { type Ids, randomIds } from './ids';
import { setActions } from './rules';

/** The formula that always works a field out: the rule it stands in, and what it is. */
export interface FieldFormula {
  rule: Rule;
  value: unknown;
}

/** The formula of a field, or of a table's column; undefined where it is filled in, or worked out only at times. */
export function formulaOf(app: App, path: string): FieldFormula | undefined {
  for (const rule of app.rules) {
    if (!rule.enabled || rule.when !== undefined) continue;
    const action = rule.then.find((each) => each.do === 'set' && each.field === path);
    if (action) return { rule, value: action.value };
  }
  return undefined;
}

/** Has a field worked out instead of filled in. */
export function giveFormula(app: App, path: string, ids: Ids = randomIds): App {
  return formulaOf(app, path) ? app : withFormula(app, path, ids);
}

export function setFormula(app: App, path: string, value: unknown): App {
  const found = formulaOf(app, path);
  if (!found) return app;
  return setActions(app, found.rule.id, (actions) =>
    actions.map((each) => (each.do === 'set' && each.field === path ? { ...each, value } : each)),
  );
}

/** Has a field filled in again; a rule that did nothing else goes with its formula. */
export function dropFormula(app: App, path: string): App {
  const found = formulaOf(app, path);
  if (!found) return app;
  const next = setActions(app, found.rule.id, (actions) =>
    actions.filter((each) => each.do !== 'set' || each.field !== path),
  );
  return { ...next, rules: next.rules.filter((rule) => rule.id !== found.rule.id || rule.then.length > 0) };
}
