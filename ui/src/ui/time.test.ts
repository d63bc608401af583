import { describe, expect, it } from 'vitest';
import { ago, dateWords } from './time';

const now = Date.UTC(2026, 10, 21, 12);
const minutes = (count: number) => now - count * 60_000;

describe('ago', () => {
  it.each([
    [minutes(0.5), 'now', '现在'],
    [minutes(5), '5 minutes ago', '5分钟前'],
    [minutes(150), '2 hours ago', '2小时前'],
    [minutes(60 * 24), 'yesterday', '昨天'],
    [minutes(60 * 24 * 5), '5 days ago', '5天前'],
  ])('%d', (at, en, zh) => {
    expect(ago(at, now, 'en')).toBe(en);
    expect(ago(at, now, 'zh-CN').replaceAll(' ', '')).toBe(zh);
  });

  it('never speaks of the future', () => {
    expect(ago(now + 5000, now, 'en')).toBe('now');
  });
});

describe('dateWords', () => {
  it('says the weekday of a bare date, whatever the time zone', () => {
    expect(dateWords('2026-11-23', 'en')).toBe('Mon, 23 Nov 2026');
    expect(dateWords('2026-11-23', 'zh-CN')).toBe('2026年11月23日 周一');
  });

  it('gives back what is no date', () => {
    expect(dateWords('soon', 'en')).toBe('soon');
  });
});
