import type { Big } from 'big.js';
import { isDecimal, textOf } from './number';
import type { JsonObject } from './types';

/** Decimals are exact as long as rules compute with them, and numbers again for everyone else. */
export function plain(v: unknown): unknown {
  if (isDecimal(v)) return Number(textOf(v as Big));
  return Array.isArray(v) ? v.map(plain) : v;
}

export function isRow(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

/** Copies values, leaving out what is null: fields and cells. Null is the same as not filled in. */
export function withoutNulls(values: JsonObject): Record<string, unknown> {
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
