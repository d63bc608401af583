import { describe, expect, it } from 'vitest';
import zh from '../../i18n/zh-CN/studio.json';
import { findKinds, insteadOf } from './kindSearch';
import { blockKinds, type Kind, kindGroups } from './kinds';
import { spells, syllablesOf } from './pinyin';

const all = [...Object.values(kindGroups).flat(), 'section', ...blockKinds] as (Kind | 'section')[];
const find = (query: string) => findKinds(all, query, (kind) => kind);

describe('findKinds', () => {
  it.each([
    ['num', 'number'],
    ['dropdown', 'choice'],
    ['下拉', 'choice'],
    ['EXPENSE', 'money'],
    ['金额', 'money'],
    ['formula', 'computed'],
    ['请假', 'dateRange'],
    ['yes no', 'switch'],
    ['分割线', 'divider'],
    ['heading', 'section'],
  ])('finds %s as %s first', (query, kind) => {
    expect(find(query)[0]).toBe(kind);
  });
  it('puts names before what else kinds are called', () => {
    expect(find('time').slice(0, 1)).toEqual(['time']);
    expect(find('person').slice(0, 2)).toEqual(['person', 'persons']);
  });
  it('finds all for nothing and nothing for nonsense', () => {
    expect(find('  ')).toHaveLength(all.length);
    expect(find('zzz')).toEqual([]);
    expect(find('date zzz')).toEqual([]);
  });
});

describe('pinyin', () => {
  const inChinese = (query: string) => findKinds(all, query, (kind) => zh.kind[kind]);

  it.each([
    ['mingxi', 'table'],
    ['mx', 'table'],
    ['mxb', 'table'],
    ['danxuan', 'choice'],
    ['dx', 'choice'],
    ['duoxuan', 'choices'],
    ['je', 'money'],
    ['jine', 'money'],
    ['fujian', 'attachments'],
    ['fj', 'attachments'],
    ['rqqj', 'dateRange'],
    ['renyuan', 'person'],
    ['bumen', 'department'],
    ['kg', 'switch'],
    ['liushui', 'serial'],
    ['qj', 'dateRange'],
    ['xl', 'choice'],
    ['fgx', 'divider'],
    ['pf', 'rating'],
    ['sc', 'duration'],
  ])('%s finds %s first', (query, kind) => {
    expect(inChinese(query)[0]).toBe(kind);
  });

  it('reads every name that a kind has in Chinese', () => {
    for (const name of Object.values(zh.kind)) {
      if (/^[A-Za-z]+$/.test(name)) continue;
      const syllables = syllablesOf(name);
      expect(syllables, name).toBeDefined();
      expect(spells((syllables ?? []).join(''), name)).toBe(true);
      expect(spells((syllables ?? []).map(([first]) => first).join(''), name)).toBe(true);
    }
  });

  it.each([
    ['mingxi', '明细表', true],
    ['mingx', '明细表', true],
    ['xib', '明细表', true],
    ['mb', '明细表', false],
    ['mingxibiaos', '明细表', false],
    ['x', '', false],
    ['a', 'abc', false],
  ])('%s in %s: %s', (letters, word, want) => {
    expect(spells(letters, word)).toBe(want);
  });

  it('does not put what is only spelt before English names', () => {
    expect(find('date')[0]).toBe('date');
    expect(find('number')[0]).toBe('number');
  });
});

describe('what there is not', () => {
  it.each([
    ['signature', 'signature'],
    ['sign', 'signature'],
    ['签名', 'signature'],
    ['qianming', 'signature'],
    ['gps', 'location'],
    ['定位', 'location'],
    ['password', 'secret'],
    ['slider', 'slider'],
  ])('%s is told what there is instead', (query, key) => {
    expect(find(query)).toEqual([]);
    expect(insteadOf(query)?.key).toBe(key);
  });

  it('says nothing of what nobody thought of', () => {
    expect(insteadOf('zzz')).toBeUndefined();
    expect(insteadOf(' ')).toBeUndefined();
  });

  it.each([
    ['dropdown', 'choice'],
    ['drop-down', 'choice'],
    ['checkbox', 'choices'],
    ['upload', 'attachments'],
    ['file', 'attachments'],
    ['photo', 'images'],
  ])('but %s is %s', (query, kind) => {
    expect(find(query)).toContain(kind);
  });
});
