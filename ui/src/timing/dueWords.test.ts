import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import en from '../i18n/en/time.json';
import zh from '../i18n/zh-CN/time.json';
import { dueWords } from './dueWords';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

describe('dueWords', () => {
  let say: Record<'en' | 'zh-CN', TFunction<'time'>>;
  beforeAll(async () => {
    const own = i18next.createInstance();
    await own.init({ resources: { en: { time: en }, 'zh-CN': { time: zh } }, interpolation: { escapeValue: false } });
    say = { en: own.getFixedT('en', 'time'), 'zh-CN': own.getFixedT('zh-CN', 'time') };
  });

  it.each([
    [at(23, 18), 'Due today 18:00', '今天 18:00 到期'],
    [at(24, 0, 5), 'Due tomorrow 00:05', '明天 00:05 到期'],
    [at(25, 9), 'Due 25 Nov 2026, 09:00', '2026年11月25日 09:00 到期'],
    [at(23, 10), 'Overdue since 23 Nov 2026, 10:00', '已超时，2026年11月23日 10:00 到期'],
    [at(22, 10), 'Overdue since 22 Nov 2026, 10:00', '已超时，2026年11月22日 10:00 到期'],
  ])('says %d', (due, english, chinese) => {
    const now = at(23, 10);
    expect(dueWords(say.en, due, now, 'en')).toBe(english);
    expect(dueWords(say['zh-CN'], due, now, 'zh-CN')).toBe(chinese);
  });
});
