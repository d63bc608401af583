import type { TFunction } from 'i18next';
import type { Language } from '../api';
import { dateTime, timeOfDay } from '../ui/time';

const DAY = 24 * 60 * 60_000;

function dayOf(at: number): number {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY);
}

/** When something is due, as a reader would say it now: "Due tomorrow 18:00". */
export function dueWords(t: TFunction<'time'>, due: number, now: number, language: Language): string {
  if (due <= now) return t('due.overdue', { when: dateTime(due, language) });
  const days = dayOf(due) - dayOf(now);
  if (days === 0) return t('due.today', { time: timeOfDay(due, language) });
  if (days === 1) return t('due.tomorrow', { time: timeOfDay(due, language) });
  return t('due.on', { when: dateTime(due, language) });
}
