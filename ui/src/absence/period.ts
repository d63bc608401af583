/** A half of a day: the morning ends, and the afternoon begins, at twelve. */
export type Half = 'am' | 'pm';

export interface HalfDay {
  /** `YYYY-MM-DD`. */
  date: string;
  half: Half;
}

/** What the clocks of a zone show at an instant. */
export function wallOf(at: number, zone: string): { date: string; minute: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    date: `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`,
    minute: Number(of('hour')) * 60 + Number(of('minute')),
  };
}

const MINUTE = 60_000;

/** The instant at which the clocks of a zone show a date and an hour. */
export function instantOf(date: string, hour: number, zone: string): number {
  const wanted = Date.parse(`${date}T00:00Z`) + hour * 60 * MINUTE;
  const shown = (at: number) => {
    const wall = wallOf(at, zone);
    return Date.parse(`${wall.date}T00:00Z`) + wall.minute * MINUTE;
  };
  // Once more, because the zone's offset may differ between the first guess and the answer.
  let at = wanted;
  for (let n = 0; n < 2; n++) at += wanted - shown(at);
  return at;
}

/** Where a half day begins. */
export function beginning({ date, half }: HalfDay, zone: string): number {
  return instantOf(date, half === 'am' ? 0 : 12, zone);
}

/** Where a half day ends: what is no part of it any more. */
export function ending({ date, half }: HalfDay, zone: string): number {
  return instantOf(date, half === 'am' ? 12 : 24, zone);
}

/** The half day in which an instant lies. */
export function halfOf(at: number, zone: string): HalfDay {
  const { date, minute } = wallOf(at, zone);
  return { date, half: minute < 12 * 60 ? 'am' : 'pm' };
}

/** The half day with which a time ends whose end is no part of it. */
export function lastHalf(until: number, zone: string): HalfDay {
  return halfOf(until - 1, zone);
}
