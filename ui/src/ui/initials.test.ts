import { describe, expect, it } from 'vitest';
import { initials, tone } from './initials';

describe('initials', () => {
  it.each([
    ['Chen Xiaoyu', 'CX'],
    ['Emily Jane Carter', 'EC'],
    ['Anne-Marie Weiss', 'AW'],
    ['Plato', 'P'],
    ['陈晓雨', '晓雨'],
    ['李明', '李明'],
    ['艾米丽·卡特', '卡特'],
    ['欧阳娜娜', '娜娜'],
    ['', '?'],
  ])('of %s are %s', (name, short) => {
    expect(initials(name)).toBe(short);
  });
});

describe('tone', () => {
  it('is steady', () => {
    expect(tone('p1')).toBe(tone('p1'));
    expect(tone('p1')).toMatch(/^#[0-9a-f]{6}$/);
  });
});
