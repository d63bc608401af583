import { parseDate, weekday } from './date';
import type { Calendar, JsonObject } from './types';

/** A calendar made ready for counting. */
export interface CompiledCalendar {
  readonly weekend: readonly boolean[];
  readonly perWeek: number;
  /** Holidays on days that would be worked, and make-up days on days that would not; sorted, each once. */
  readonly off: readonly number[];
  readonly on: readonly number[];
}

/** Checks the dates of a calendar and makes it ready for counting. */
export function compileCalendar(c: Calendar): CompiledCalendar {
  const weekend = [false, false, false, false, false, false, false];
  for (const day of c.weekend) {
    if (!Number.isInteger(day) || day < 0 || day > 6) throw new RangeError(`weekend day ${day}`);
    weekend[day] = true;
  }
  const worked = dates(c.workdays);
  const made = new Set(worked);
  return {
    weekend,
    perWeek: weekend.filter((off) => !off).length,
    on: worked.filter((d) => weekend[weekday(d)]),
    off: dates(c.holidays).filter((d) => !made.has(d) && !weekend[weekday(d)]),
  };
}

function dates(list: readonly string[]): number[] {
  const days = list.map((s) => {
    const d = parseDate(s);
    if (d === undefined) throw new RangeError(`${s} is not a date`);
    return d;
  });
  return [...new Set(days)].sort((a, b) => a - b);
}

/** Whether a day is worked. */
export function worked(c: CompiledCalendar, day: number): boolean {
  return c.weekend[weekday(day)] ? has(c.on, day) : !has(c.off, day);
}

function has(sorted: readonly number[], day: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === day;
}

/** The number of working days from a to b, both included. */
function count(c: CompiledCalendar, a: number, b: number): number {
  return before(c, b + 1) - before(c, a) - within(c.off, a, b) + within(c.on, a, b);
}

/** The number of days before `day` that are not on a weekend. */
function before(c: CompiledCalendar, day: number): number {
  const weeks = Math.floor(day / 7);
  let n = weeks * c.perWeek;
  for (let i = weeks * 7; i < day; i++) if (!c.weekend[weekday(i)]) n++;
  return n;
}

function within(sorted: readonly number[], a: number, b: number): number {
  return sorted.filter((d) => d >= a && d <= b).length;
}

/** What counting a date range gave: a number of half days, nothing known, or an error's code. */
export type Counted = { halves: number } | { code: string } | undefined;

/**
 * Counts a date range in half days: calendar days, or working days where a calendar is given. Undefined
 * where the range is not complete or ends before it starts.
 */
export function countHalfDays(range: JsonObject, c: CompiledCalendar | undefined): Counted {
  const start = boundary(own(range, 'start'));
  if (typeof start !== 'number') return start;
  const end = boundary(own(range, 'end'));
  if (typeof end !== 'number') return end;
  const fromNoon = half(own(range, 'startHalf'), 'pm');
  if (fromNoon === undefined) return { code: 'rule.type' };
  const untilNoon = half(own(range, 'endHalf'), 'am');
  if (untilNoon === undefined) return { code: 'rule.type' };
  if (end < start || (end === start && fromNoon && untilNoon)) return undefined;
  const days = c ? count(c, start, end) : end - start + 1;
  let halves = 2 * days;
  if (fromNoon && (!c || worked(c, start))) halves--;
  if (untilNoon && (!c || worked(c, end))) halves--;
  return { halves };
}

function own(o: JsonObject, key: string): unknown {
  return Object.hasOwn(o, key) ? o[key] : undefined;
}

/** Reads a date; undefined where it is missing. */
export function boundary(v: unknown): number | { code: string } | undefined {
  if (v === undefined || v === null) return undefined;
  if (typeof v !== 'string') return { code: 'rule.type' };
  return parseDate(v) ?? { code: 'rule.date' };
}

/** Whether a range's half is the one that shortens the range; undefined for what is no half. */
function half(v: unknown, short: string): boolean | undefined {
  if (v === undefined || v === null) return false;
  return v === 'am' || v === 'pm' ? v === short : undefined;
}
