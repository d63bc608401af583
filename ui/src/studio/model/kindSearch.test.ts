import { describe, expect, it } from 'vitest';
import { findKinds } from './kindSearch';
import { blockKinds, type Kind, kindGroups } from './kinds';

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
