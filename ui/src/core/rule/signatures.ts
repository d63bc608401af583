import { branches, type Checker } from './check';
import type { Checked } from './lookup';
import type { Node } from './parse';
import type { Kind, Type } from './types';

type Op = Extract<Node, { type: 'op' }>;
type Signature = (c: Checker, n: Op) => Checked;

const bool: Type = { kind: 'boolean' };
const number: Type = { kind: 'number' };
const text: Type = { kind: 'text' };

/** Wants operands of these kinds in turn. */
const each =
  (result: Type, ...want: Kind[]): Signature =>
  (c, n) => {
    want.forEach((kind, i) => {
      c.operand(n.args[i], kind);
    });
    return result;
  };

/** The same, a literal that is written like a date being one. */
const dates =
  (result: Type, ...want: Kind[]): Signature =>
  (c, n) => {
    want.forEach((kind, i) => {
      c.fitting(n.args[i], kind);
    });
    return result;
  };

/** Wants every operand of one of the kinds. */
const all =
  (result: Type, ...want: Kind[]): Signature =>
  (c, n) => {
    for (const a of n.args) c.operand(a, ...want);
    return result;
  };

const alike =
  (...want: Kind[]): Signature =>
  (c, n) => {
    c.alike(n, ...want);
    return bool;
  };

const equal = alike('number', 'text', 'boolean', 'date', 'time', 'dateTime');
const order = alike('number', 'date', 'time', 'dateTime');
const bools = all(bool, 'boolean');
const numbers = all(number, 'number');

/** Wants numbers and lists of numbers. */
const aggregate: Signature = (c, n) => {
  for (const a of n.args) {
    const typ = c.infer(a);
    if (typ && typ.kind !== 'number' && typ.kind !== 'null') c.mismatch(a, typ, 'number');
  }
  return number;
};

const days: Signature = (c, n) =>
  n.args.length === 2 ? dates(number, 'date', 'date')(c, n) : each(number, 'dateRange')(c, n);

/** What each operator wants and gives; builder/rule has the same. */
export const signatures: Readonly<Record<string, Signature>> = {
  '==': equal,
  '!=': equal,
  '<': order,
  '<=': order,
  '>': order,
  '>=': order,
  and: bools,
  or: bools,
  '!': bools,
  if: (c, n) => {
    for (let i = 0; i + 1 < n.args.length; i += 2) c.operand(n.args[i], 'boolean');
    return c.uniteAll(branches(n));
  },
  ifEmpty: (c, n) => c.uniteAll(n.args),
  '+': numbers,
  '-': numbers,
  '*': numbers,
  '/': numbers,
  abs: numbers,
  round: numbers,
  roundUp: numbers,
  roundDown: numbers,
  min: aggregate,
  max: aggregate,
  sum: aggregate,
  avg: aggregate,
  count: (c, n) => {
    const [a] = n.args;
    const typ = a && c.infer(a);
    if (a && typ && !typ.list && typ.kind !== 'table' && typ.kind !== 'null') c.mismatch(a, typ, 'table');
    return number;
  },
  in: (c, n) => {
    c.member(n.args[1], n.args[0]);
    return bool;
  },
  contains: (c, n) => {
    const [whole, part] = n.args;
    if (whole && c.infer(whole)?.list) {
      c.member(whole, part);
      return bool;
    }
    return each(bool, 'text', 'text')(c, n);
  },
  empty: (c, n) => {
    for (const a of n.args) c.infer(a);
    return bool;
  },
  cat: all(text, 'text', 'number', 'date', 'time'),
  join: (c, n) => {
    const [list, separator] = n.args;
    const typ = list && c.infer(list);
    if (list && typ && typ.kind !== 'null') {
      if (!typ.list) c.mismatch(list, typ, 'text[]');
      else if (['boolean', 'dateRange', 'opaque'].includes(typ.kind)) c.mismatch(list, typ, 'text[]', 'number[]');
    }
    c.operand(separator, 'text');
    return text;
  },
  length: each(number, 'text'),
  startsWith: each(bool, 'text', 'text'),
  left: each(text, 'text', 'number'),
  right: each(text, 'text', 'number'),
  upper: each(text, 'text'),
  lower: each(text, 'text'),
  trim: each(text, 'text'),
  money: each(text, 'number'),
  moneyWords: each(text, 'number'),
  days,
  workdays: days,
  daysBetween: dates(number, 'date', 'date'),
  minutesBetween: dates(number, 'dateTime', 'dateTime'),
  addDays: dates({ kind: 'date' }, 'date', 'number'),
  addMonths: dates({ kind: 'date' }, 'date', 'number'),
  addWorkdays: dates({ kind: 'date' }, 'date', 'number'),
  year: dates(number, 'date'),
  month: dates(number, 'date'),
  day: dates(number, 'date'),
  weekday: dates(number, 'date'),
};
