/** A date as a count of days; day 0 is Monday, 0001-01-01. Undefined for a date that does not exist. */
export function parseDate(s: string): number | undefined {
  if (!dateShaped(s)) return undefined;
  const y = Number(s.slice(0, 4));
  const m = Number(s.slice(5, 7));
  const d = Number(s.slice(8, 10));
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > monthLength(y, m)) return undefined;
  const before = y - 1;
  let n = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  for (let i = 1; i < m; i++) n += monthLength(y, i);
  return n + d - 1;
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

function monthLength(y: number, m: number): number {
  if (m === 2) return y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : 28;
  return m === 4 || m === 6 || m === 9 || m === 11 ? 30 : 31;
}
