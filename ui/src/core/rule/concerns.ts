import type { Expr } from './parse';
import type { RuleSet } from './set';

/**
 * Tells whether rules read or decide a field, or a cell of a column (`items.price`). Another value at a place that
 * concerns no rule changes nothing that rules make of the form. In doubt it says yes.
 */
export function concernsOf({ steps, flags }: RuleSet): (path: string) => boolean {
  const names = new Set<string>();
  const reads = (expr: Expr | undefined) => {
    for (const name of expr?.vars ?? []) {
      const [head = '', second] = name.split('.');
      // Which table a row belongs to, its rule says; a column of that name is spared in no table.
      if (head === '$row') names.add(`.${second}`);
      else names.add(second === undefined ? head : `${head}.${second}`).add(`${head}.`);
    }
  };
  for (const { field, show, hide, sets, defaults } of steps) {
    names.add(field);
    for (const condition of [...show, ...hide]) reads(condition.expr);
    for (const { condition, expr } of [...sets, ...defaults]) {
      reads(condition.expr);
      reads(expr);
    }
  }
  for (const { condition } of flags) reads(condition.expr);
  return (path) => {
    const [head = '', column] = path.split('.');
    if (column === undefined) return names.has(head) || names.has(`${head}.`);
    return names.has(head) || names.has(`${head}.${column}`) || names.has(`.${column}`);
  };
}
