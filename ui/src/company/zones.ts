import type { DaySet } from '../api';

/** The time zones of the IANA database that this browser knows. */
export function zones(also: string): string[] {
  const all = new Set(Intl.supportedValuesOf('timeZone'));
  all.add('UTC');
  if (also) all.add(also);
  return [...all].sort();
}

/** The browser's own time zone. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'Asia/Shanghai';
}

const mainland = ['Asia/Shanghai', 'Asia/Chongqing', 'Asia/Chungking', 'Asia/Harbin', 'Asia/Urumqi', 'PRC'];

/** The days off that are usual where a time zone is. */
export function usualDays(zone: string): DaySet {
  return mainland.includes(zone) ? 'china' : 'weekends';
}

/** How far a zone is from UTC now: "UTC+8", "UTC−3:30". Empty for a zone that this browser does not know. */
export function offset(zone: string, now: Date): string {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(now);
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
    return name.replace('GMT', 'UTC').replace('-', '−');
  } catch {
    return '';
  }
}
