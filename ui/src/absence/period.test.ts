import { expect, test } from 'vitest';
import { beginning, ending, halfOf, instantOf, lastHalf } from './period';

const at = (iso: string) => Date.parse(iso);

test.each([
  ['Asia/Shanghai', '2026-12-01', 0, '2026-11-30T16:00Z'],
  ['Asia/Shanghai', '2026-12-01', 24, '2026-12-01T16:00Z'],
  ['UTC', '2026-12-01', 12, '2026-12-01T12:00Z'],
  ['America/New_York', '2026-12-01', 0, '2026-12-01T05:00Z'],
  // The days on which clocks are put forward and back.
  ['Europe/Berlin', '2026-03-29', 0, '2026-03-28T23:00Z'],
  ['Europe/Berlin', '2026-03-29', 12, '2026-03-29T10:00Z'],
  ['Europe/Berlin', '2026-10-25', 24, '2026-10-25T23:00Z'],
  ['Asia/Kolkata', '2026-12-01', 12, '2026-12-01T06:30Z'],
])('%s %s %i:00 is %s', (zone, date, hour, iso) => {
  expect(instantOf(date, hour, zone)).toBe(at(iso));
});

test.each(['Asia/Shanghai', 'Pacific/Auckland', 'America/St_Johns'])(
  'what begins and ends in %s is read back',
  (zone) => {
    for (const half of ['am', 'pm'] as const) {
      for (const date of ['2026-01-01', '2026-04-05', '2026-12-31']) {
        const day = { date, half };
        expect(halfOf(beginning(day, zone), zone)).toEqual(day);
        expect(lastHalf(ending(day, zone), zone)).toEqual(day);
        expect(ending(day, zone) - beginning(day, zone)).toBeGreaterThan(10 * 3_600_000);
      }
    }
  },
);
