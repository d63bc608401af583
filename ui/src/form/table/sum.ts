import { decimal, textOf, zero } from '../../core/rule/number';

/** The sum of a column as exact decimal text; what is no number adds nothing. */
export function sumOf(rows: unknown, column: string): `${number}` {
  let sum = zero;
  for (const row of Array.isArray(rows) ? rows : []) {
    const value = (row as Record<string, unknown> | null)?.[column];
    if (typeof value === 'number' && Number.isFinite(value)) sum = sum.plus(decimal(value));
  }
  return textOf(sum) as `${number}`;
}
