import type { Rule } from '../../api/types';

/** Old ids of fields → their new ones. */
export type Renamed = ReadonlyMap<string, string>;

/** A path with the field at its beginning renamed: `items.amount` follows `items`. */
export function renamePath(path: string, names: Renamed): string {
  const dot = path.indexOf('.');
  const id = dot < 0 ? path : path.slice(0, dot);
  const name = names.get(id);
  return name === undefined ? path : name + path.slice(id.length);
}

/** An expression that reads the fields under their new names. What `$row` and its like stand for is left alone. */
export function renameExpr(expr: unknown, names: Renamed): unknown {
  if (Array.isArray(expr)) return expr.map((item) => renameExpr(item, names));
  if (expr === null || typeof expr !== 'object') return expr;
  return Object.fromEntries(
    Object.entries(expr).map(([operator, operands]) => {
      if (operator !== 'var') return [operator, renameExpr(operands, names)];
      if (typeof operands === 'string') return [operator, renamePath(operands, names)];
      if (!Array.isArray(operands)) return [operator, operands];
      const [path, ...rest] = operands;
      return [operator, [typeof path === 'string' ? renamePath(path, names) : path, ...rest]];
    }),
  );
}

/** A rule that reads and acts on the fields under their new names. */
export function renameRule(rule: Rule, names: Renamed): Rule {
  return {
    ...rule,
    ...('when' in rule && { when: renameExpr(rule.when, names) }),
    // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
    then: rule.then.map((action) => ({
      ...action,
      field: renamePath(action.field, names),
      ...('value' in action && { value: renameExpr(action.value, names) }),
    })),
  };
}
