import type { Big } from 'big.js';
import { dateShaped, timeShaped } from './date';
import { compareMoments, moments } from './moment';
import { bound, fromNumber, isDecimal, textOf } from './number';
import type { Node } from './parse';
import { isBlank } from './text';
import { EvaluationError, type JsonObject, type Value } from './types';

export function fail(n: Node, code: string): EvaluationError {
  return new EvaluationError(code, n.at);
}

export function bounded(n: Node, d: Big): Big {
  const out = bound(d);
  if (!out) throw fail(n, 'rule.range');
  return out;
}

/**
 * Reads a whole number whose size is at most `limit`; judged as a decimal, since a number would hide what lies
 * beyond its 17 digits.
 */
export function whole(n: Node, d: Big, limit: number): number {
  if (!d.round(0, 0).eq(d) || d.abs().gt(limit)) throw fail(n, 'rule.range');
  return Number(textOf(d));
}

export function isObject(v: unknown): v is JsonObject {
  return typeof v === 'object' && v !== null && !Array.isArray(v) && !isDecimal(v);
}

/** Reads a property of an object, or of each row of a table. */
export function member(v: unknown, name: string): unknown {
  if (Array.isArray(v)) {
    return v.map((row: unknown) => (isObject(row) && Object.hasOwn(row, name) ? row[name] : undefined));
  }
  return isObject(v) && Object.hasOwn(v, name) ? v[name] : undefined;
}

/** Turns a JSON value into one of the evaluator; undefined for a number outside the bounds. */
export function fromJson(v: unknown): Value | undefined {
  if (v === undefined || v === null) return null;
  if (typeof v === 'boolean' || typeof v === 'string' || isDecimal(v)) return v;
  if (typeof v === 'number') return fromNumber(v);
  if (Array.isArray(v)) {
    const out: Value[] = [];
    for (const item of v as unknown[]) {
      const converted = fromJson(item);
      if (converted === undefined) return undefined;
      out.push(converted);
    }
    return out;
  }
  return isObject(v) ? v : undefined;
}

/** Compares two scalars that are not null. Two date-times are the same when they mean the same point in time. */
export function same(n: Node, a: Value, b: Value): boolean {
  if (isDecimal(a) && isDecimal(b)) return a.eq(b);
  const both = moments(a, b);
  if (both) return compareMoments(both) === 0;
  if ((typeof a === 'string' || typeof a === 'boolean') && typeof a === typeof b) return a === b;
  throw fail(n, 'rule.type');
}

/** Orders two numbers, dates, times or date-times. */
export function compare(n: Node, a: Value, b: Value): number {
  if (isDecimal(a) && isDecimal(b)) return a.cmp(b);
  const both = moments(a, b);
  if (both) return compareMoments(both);
  if (typeof a === 'string' && typeof b === 'string') {
    if ((dateShaped(a) && dateShaped(b)) || (timeShaped(a) && timeShaped(b))) return a < b ? -1 : a > b ? 1 : 0;
  }
  throw fail(n, 'rule.type');
}

/** Whether a list has a value; elements that are null are left out. */
export function has(n: Node, list: Value, v: Value): boolean {
  if (!Array.isArray(list)) throw fail(n, 'rule.type');
  let found = false;
  for (const item of list) if (item !== null && same(n, v, item)) found = true;
  return found;
}

export function isEmpty(v: Value): boolean {
  if (v === null) return true;
  if (typeof v === 'string') return isBlank(v);
  if (Array.isArray(v)) return v.length === 0;
  return isObject(v) && Object.keys(v).length === 0;
}
