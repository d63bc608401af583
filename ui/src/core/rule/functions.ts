import type { Big } from 'big.js';
import { type CompiledCalendar, countHalfDays } from './calendar';
import { civil } from './date';
import { addDays, addMonths, addWorkdays, type Plus } from './dates';
import type { Op, Scope } from './eval';
import { moments } from './moment';
import { moneyText, moneyWords } from './money';
import { decimal, isDecimal, textOf, zero } from './number';
import { characters, recase, trim } from './text';
import type { Value } from './types';
import { bounded, fail, has, isEmpty, isObject, whole } from './values';

/** Bounds the text that operators make, in characters. */
const maxText = 20_000;
/** The most days, or months, that are added to a date: more than the calendar has. */
const maxAdded = 4_000_000;

type Run = (s: Scope, n: Op) => Value;

/** The operators on lists, text, dates and amounts. */
export const functions: Readonly<Record<string, Run | undefined>> = {
  in: (s, n) => {
    const [v, list] = s.pair(n);
    return v === null || list === null ? null : has(n, list, v);
  },
  contains: (s, n) => {
    const [whole, part] = s.pair(n);
    if (whole === null || part === null) return null;
    if (typeof whole !== 'string') return has(n, whole, part);
    if (typeof part !== 'string') throw fail(n, 'rule.type');
    return whole.includes(part);
  },
  empty: (s, n) => isEmpty(s.arg(n, 0)),
  ifEmpty: (s, n) => {
    for (let i = 0; ; i++) {
      const v = s.arg(n, i);
      if (i >= n.args.length - 1 || !isEmpty(v)) return v;
    }
  },
  cat: (s, n) => {
    let known = true;
    function* parts() {
      for (const a of n.args) {
        const v = s.eval(a);
        known = known && v !== null;
        yield v;
      }
    }
    const text = joined(n, parts(), '');
    return known ? text : null;
  },
  join: (s, n) => {
    const list = s.arg(n, 0);
    const separator = n.args.length === 2 ? s.text(n, 1) : ', ';
    if (list === null || separator === null) return null;
    if (!Array.isArray(list)) throw fail(n, 'rule.type');
    return joined(n, list, separator);
  },
  length: (s, n) => {
    const text = s.text(n, 0);
    return text === null ? null : decimal(characters(text));
  },
  startsWith: (s, n) => {
    const whole = s.text(n, 0);
    const part = s.text(n, 1);
    return whole === null || part === null ? null : whole.startsWith(part);
  },
  left: cut((points, count) => points.slice(0, count)),
  right: cut((points, count) => points.slice(points.length - count)),
  upper: texting((text) => recase(text, 'toUpperCase')),
  lower: texting((text) => recase(text, 'toLowerCase')),
  trim: texting(trim),
  money: amount(moneyText),
  moneyWords: amount(moneyWords),
  days: (s, n) => days(s, n, undefined),
  workdays: (s, n) => {
    if (!s.env.calendar) throw fail(n, 'rule.noCalendar');
    return days(s, n, s.env.calendar);
  },
  daysBetween: (s, n) => {
    const from = s.date(n, 0);
    const to = s.date(n, 1);
    return from === null || to === null ? null : decimal(to - from);
  },
  minutesBetween: (s, n) => {
    const [a, b] = s.pair(n);
    if (a === null || b === null) return null;
    const both = moments(a, b);
    if (!both) throw fail(n, 'rule.type');
    const [from, to] = both;
    return bounded(
      n,
      decimal(to.seconds - from.seconds)
        .times(1e9)
        .plus(to.nanos - from.nanos)
        .div(60e9),
    );
  },
  addDays: adding(addDays),
  addMonths: adding(addMonths),
  addWorkdays: adding(addWorkdays),
  year: datePart((day) => civil(day)[0]),
  month: datePart((day) => civil(day)[1]),
  day: datePart((day) => civil(day)[2]),
  // 1 for Monday to 7 for Sunday.
  weekday: datePart((day) => (day % 7) + 1),
};

/** Joins texts and numbers, leaving out what is null. */
function joined(n: Op, list: Iterable<Value>, separator: string): string {
  let out = '';
  let length = 0;
  for (const item of list) {
    if (item === null) continue;
    if (typeof item !== 'string' && !isDecimal(item)) throw fail(n, 'rule.type');
    const text = (length > 0 ? separator : '') + (typeof item === 'string' ? item : textOf(item));
    length += characters(text);
    if (length > maxText) throw fail(n, 'rule.range');
    out += text;
  }
  return out;
}

function texting(of: (text: string) => string): Run {
  return (s, n) => {
    const text = s.text(n, 0);
    return text === null ? null : of(text);
  };
}

function cut(of: (points: string[], count: number) => string[]): Run {
  return (s, n) => {
    const text = s.text(n, 0);
    const number = s.number(n, 1);
    const count = whole(n, number ?? zero, maxText);
    if (count < 0) throw fail(n, 'rule.range');
    if (text === null || number === null) return null;
    const points = [...text];
    return of(points, Math.min(count, points.length)).join('');
  };
}

function amount(of: (amount: Big) => string | undefined): Run {
  return (s, n) => {
    const number = s.number(n, 0);
    if (number === null) return null;
    const text = of(number);
    if (text === undefined) throw fail(n, 'rule.range');
    return text;
  };
}

/** Counts a date range, or from one date to another with both. */
function days(s: Scope, n: Op, calendar: CompiledCalendar | undefined): Value {
  let v: Value;
  if (n.args.length === 2) {
    const [start, end] = s.pair(n);
    v = { start, end };
  } else {
    v = s.arg(n, 0);
  }
  if (v === null) return null;
  if (!isObject(v)) throw fail(n, 'rule.type');
  const counted = countHalfDays(v, calendar);
  if (!counted) return null;
  if ('code' in counted) throw fail(n, counted.code);
  return decimal(counted.halves).times('0.5');
}

function datePart(of: (day: number) => number): Run {
  return (s, n) => {
    const day = s.date(n, 0);
    return day === null ? null : decimal(of(day));
  };
}

function adding(plus: Plus): Run {
  return (s, n) => {
    const day = s.date(n, 0);
    const number = s.number(n, 1);
    const count = whole(n, number ?? zero, maxAdded);
    if (day === null || number === null) return null;
    const sum = plus(day, count, s.env.calendar, () => s.tick(n));
    if (typeof sum === 'string') return sum;
    throw fail(n, sum.code);
  };
}
