import { useSyncExternalStore } from 'react';
import type { Language } from '../api';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options);
    cache.set(key, found);
  }
  return found;
}

/** An instant in full, day and minute: on the reader's clocks, or on those of a zone. */
export function dateTime(at: number, language: Language, timeZone?: string): string {
  return formatter(language, {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(at);
}

/** An instant's time of day. */
export function timeOfDay(at: number, language: Language): string {
  return formatter(language, { hour: '2-digit', minute: '2-digit', hour12: false }).format(at);
}

/** A bare date (`YYYY-MM-DD`) with its weekday; what is not a date is given back as it is. */
export function dateWords(date: string, language: Language): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) return date;
  const at = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  const said = formatter(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  }).format(at);
  return said.replace('日周', '日 周');
}

/** How long ago an instant was, in the coarsest unit that still says something. */
export function ago(at: number, now: number, language: Language): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const past = Math.max(0, now - at);
  if (past < MINUTE) return words.format(0, 'second');
  if (past < HOUR) return words.format(-Math.floor(past / MINUTE), 'minute');
  if (past < DAY) return words.format(-Math.floor(past / HOUR), 'hour');
  if (past < 14 * DAY) return words.format(-Math.floor(past / DAY), 'day');
  return dateTime(at, language);
}

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (ticking === undefined) now = Date.now();
  ticking ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, MINUTE / 2);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
}

/** The present, renewed twice a minute by one clock for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** An instant's day. */
export function dayWords(at: number, language: Language): string {
  return formatter(language, { year: 'numeric', month: 'short', day: 'numeric' }).format(at);
}
