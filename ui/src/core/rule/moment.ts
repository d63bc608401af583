import { parseDate } from './date';
import type { Value } from './types';

/** A date-time of RFC 3339 as a point in time: seconds since the midnight UTC that begins day 0, and nanoseconds. */
export interface Moment {
  seconds: number;
  nanos: number;
}

/** What follows the date, exactly as a form accepts it. */
const afterDate =
  /^[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,9}))?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))$/;

/** Reads a date-time; undefined for one that does not exist. */
export function parseMoment(s: string): Moment | undefined {
  // Most texts are none, and are told from one by a letter.
  if (s[10] !== 'T' && s[10] !== 't') return undefined;
  const day = parseDate(s.slice(0, 10));
  const found = afterDate.exec(s.slice(10));
  if (day === undefined || !found) return undefined;
  const [, h, m, sec, fraction = '', sign, offH = '0', offM = '0'] = found;
  const offset = (Number(offH) * 3600 + Number(offM) * 60) * (sign === '-' ? -1 : 1);
  return {
    seconds: day * 86_400 + Number(h) * 3600 + Number(m) * 60 + Number(sec) - offset,
    nanos: Number(fraction.padEnd(9, '0')),
  };
}

/** Both as points in time; undefined where one is none. */
export function moments(a: Value, b: Value): [Moment, Moment] | undefined {
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  const from = parseMoment(a);
  const to = from && parseMoment(b);
  return to && [from, to];
}

export function compareMoments([a, b]: [Moment, Moment]): number {
  return Math.sign(a.seconds - b.seconds || a.nanos - b.nanos);
}
