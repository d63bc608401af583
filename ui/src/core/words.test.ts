import { describe, expect, it } from 'vitest';
import { fill, pick } from './words';

describe('pick', () => {
  it.each([
    [{ en: 'Yes', 'zh-CN': '是' }, 'zh-CN', '是'],
    [{ en: 'Yes' }, 'zh-CN', 'Yes'],
    [{ en: '', 'zh-CN': '是' }, 'en', '是'],
    [{ fr: 'Oui', de: 'Ja' }, 'en', 'Ja'],
    [{}, 'en', ''],
    [undefined, 'en', ''],
  ])('%o in %s is %s', (text, lang, want) => {
    expect(pick(text, lang)).toBe(want);
  });
});

describe('fill', () => {
  it('never looks again at what it put in', () => {
    expect(fill('{a} and {b}', { a: '{b}', b: '{a}' })).toBe('{b} and {a}');
  });
  it('leaves places that nothing is given for', () => {
    expect(fill('{a} {constructor}', { a: 'x' })).toBe('x {constructor}');
  });
});
