/** A date as a count of days; day 0 is Monday, 0001-01-01. Undefined for a date that does not exist. */
export function parseDate(s: string): number | undefined {
  if (!dateShaped(s)) return undefined;
  const y = Number(s.slice(0, 4));
  const m = Number(s.slice(5, 7));
  const d = Number(s.slice(8, 10));
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > monthLength(y, m)) return undefined;
  return dayOf(y, m, d);
}

/** Counts the days before the year, then before the month, of the Gregorian calendar. */
export function dayOf(y: number, m: number, d: number): number {
  const before = y - 1;
  let n = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  for (let i = 1; i < m; i++) n += monthLength(y, i);
  return n + d - 1;
}

/** 9999-12-31. */
export const lastDay = 3_652_058;

/** The year, the month and the day of the month, all from 1. */
export function civil(day: number): [y: number, m: number, dom: number] {
  // Four hundred years have 146,097 days; the guess is at most one year late.
  let y = Math.floor((day * 400) / 146_097) + 1;
  while (dayOf(y, 1, 1) > day) y--;
  while (dayOf(y + 1, 1, 1) <= day) y++;
  let rest = day - dayOf(y, 1, 1);
  let m = 1;
  for (; rest >= monthLength(y, m); m++) rest -= monthLength(y, m);
  return [y, m, rest + 1];
}

export function dateText(day: number): string {
  const [y, m, d] = civil(day);
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

/** Whether `s` is `YYYY-MM-DD` and exists. */
export function isDate(s: string): boolean {
  return parseDate(s) !== undefined;
}

/** Whether `s` is written as a date, existing or not. */
export function dateShaped(s: string): boolean {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(s) && s.length === 10;
}

/** Whether `s` is written as a local time, HH:MM or HH:MM:SS. */
export function timeShaped(s: string): boolean {
  return /^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$/.test(s) && s.length <= 8;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(day: number): number {
  return (day + 1) % 7;
}

export function monthLength(y: number, m: number): number {
  if (m === 2) return y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : 28;
  return m === 4 || m === 6 || m === 9 || m === 11 ? 30 : 31;
}
