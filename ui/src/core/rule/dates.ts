import { type CompiledCalendar, worked } from './calendar';
import { civil, dateText, dayOf, lastDay, monthLength } from './date';

/** The most working days that are added: some four years. */
const maxAddedWorkdays = 1000;
/** The most days that are looked at to find them. */
const maxWalked = 10_000;

/** Adds a whole number, which may be negative, to a date; a code where it cannot be done. */
export type Plus = (
  day: number,
  count: number,
  calendar: CompiledCalendar | undefined,
  /** Called for every day that is looked at. */
  tick: () => void,
) => string | { code: string };

const range = { code: 'rule.range' };

function written(day: number): string | { code: string } {
  return day < 0 || day > lastDay ? range : dateText(day);
}

export const addDays: Plus = (day, count) => written(day + count);

/** Keeps the day of the month, or takes the last one of a shorter month. */
export const addMonths: Plus = (day, count) => {
  const [y, m, d] = civil(day);
  const months = y * 12 + m - 1 + count;
  if (months < 12 || months >= 10_000 * 12) return range;
  const year = Math.floor(months / 12);
  const month = (months % 12) + 1;
  return written(dayOf(year, month, Math.min(d, monthLength(year, month))));
};

/** The working day that comes so many working days later, or earlier; the date itself for none. */
export const addWorkdays: Plus = (day, count, calendar, tick) => {
  if (!calendar) return { code: 'rule.noCalendar' };
  const step = count < 0 ? -1 : 1;
  let left = Math.abs(count);
  if (left > maxAddedWorkdays) return range;
  let at = day;
  for (let walked = 0; left > 0; walked++) {
    at += step;
    if (walked >= maxWalked || at < 0 || at > lastDay) return range;
    tick();
    if (worked(calendar, at)) left--;
  }
  return written(at);
};
