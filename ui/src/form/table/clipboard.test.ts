import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type FormDefinition, type ListOption, lists } from '../../api';
import { compileForm } from '../compile';
import type { Offer } from '../offer';
import { FormStore } from '../store';
import { paste } from './clipboard';

const option = { type: 'string', format: 'option' };
const many = (items: object) => ({ type: 'array', uniqueItems: true, maxItems: 9, items });

/** A table of choices from everywhere: lists, one below the other, a script, people and departments. */
const form: FormDefinition = {
  schema: {
    type: 'object',
    properties: {
      region: option,
      rows: {
        type: 'array',
        maxItems: 20,
        items: {
          type: 'object',
          properties: {
            city: option,
            province: option,
            tags: many(option),
            desk: option,
            kind: { type: 'string', enum: ['a', 'b'] },
            kinds: many({ type: 'string', enum: ['a', 'b'] }),
            who: { type: 'string', format: 'person' },
            team: many({ type: 'string', format: 'person' }),
            dept: { type: 'string', format: 'department' },
          },
        },
      },
    },
  },
  layout: {
    sections: [{ id: 'all', fields: ['region', 'rows'] }],
    fields: {
      rows: { columns: ['city', 'province', 'tags', 'desk', 'kind', 'kinds', 'who', 'team', 'dept'] },
      'rows.province': { source: { list: 'provinces' } },
      'rows.city': { source: { list: 'cities', under: 'rows.province' } },
      'rows.tags': { source: { list: 'provinces' } },
      'rows.desk': { source: { script: 'desks' } },
      'rows.kind': { options: { a: { en: 'Train', 'zh-CN': '火车' }, b: { en: 'Taxi', 'zh-CN': '出租车' } } },
      'rows.kinds': { options: { a: { en: 'Train', 'zh-CN': '火车' }, b: { en: 'Taxi', 'zh-CN': '出租车' } } },
    },
  },
};

const listed = (value: string, en: string, zh: string, parent?: string): ListOption => ({
  value,
  label: { en, 'zh-CN': zh },
  parent,
});
const kept: Record<string, ListOption[]> = {
  provinces: [
    listed('zj', 'Zhejiang', '浙江'),
    listed('js', 'Jiangsu', '江苏'),
    listed('sx', 'Shanxi', '山西'),
    listed('sn', 'Shanxi', '陕西'),
  ],
  cities: [
    listed('hz', 'Hangzhou', '杭州', 'zj'),
    listed('c1', 'Centre', '中心', 'zj'),
    listed('c2', 'Centre', '中心', 'js'),
  ],
};
const options = vi.spyOn(lists, 'options');
const people = vi.spyOn(api, 'people');
const byId = vi.spyOn(api, 'peopleById');
const lei = 'p'.repeat(26);
const ask = vi.fn<Offer['ask']>();

beforeEach(() => {
  vi.clearAllMocks();
  options.mockImplementation(async (id) => ({ items: kept[id] ?? [], next: '' }));
  people.mockImplementation(async (q) => ({
    items: [
      { id: lei, name: { en: 'Li Lei', 'zh-CN': '李雷' } },
      { id: 'p2', name: { en: 'Han Mei', 'zh-CN': '韩梅' } },
      { id: 'p3', name: { en: 'Han Mei', 'zh-CN': '韩湄' } },
    ].filter(({ name }) => Object.values(name).some((each) => each.includes(q))),
  }));
  byId.mockImplementation(async (ids) => ({
    items: ids.includes(lei) ? [{ id: lei, name: { en: 'Li Lei', 'zh-CN': '李雷' } }] : [],
  }));
  vi.spyOn(api, 'departments').mockResolvedValue({ items: [{ id: 'd1', name: { en: 'Finance', 'zh-CN': '财务部' } }] });
  ask.mockImplementation(async (_, sent, __, row = 0) => {
    const rows = sent.rows as Record<string, unknown>[];
    const own = rows[row]?.kind ?? 'plain';
    return [
      { value: 'any', label: { en: 'Any desk', 'zh-CN': '任意工位' } },
      { value: `${own}-1`, label: { en: `Desk of ${own}` } },
    ];
  });
});

const calendar = { weekend: [], holidays: [], workdays: [] };

async function into(column: string, text: string, values: Record<string, unknown> = {}) {
  const store = new FormStore(compileForm({ form, rules: [], calendar }), { values });
  const field = store.model.field('rows');
  if (!field) throw new Error('no table');
  const offer: Offer = { scope: ['test'], read: (each) => each.payload, ask };
  const at = { row: 0, column: field.columns.findIndex(({ id }) => id === column) };
  const unknown = (kind: string, said: string) => `${kind}: ${said}`;
  const done = await paste(text, {
    store,
    pointer: '/rows',
    field,
    columns: field.columns,
    at,
    fixed: false,
    offer,
    unknown,
  });
  const said = (row: number, id: string) => {
    const { refusal, violation } = store.field(`/rows/${row}/${id}`);
    return refusal ?? violation?.code;
  };
  return { done, store, rows: store.draft.rows as Record<string, unknown>[], said };
}

describe('what can be chosen', () => {
  it.each<[column: string, text: string, value: unknown]>([
    ['province', 'zj', 'zj'],
    ['province', ' zhejiang ', 'zj'],
    ['province', '江苏', 'js'],
    ['tags', '浙江、Jiangsu', ['zj', 'js']],
    ['kind', '火车', 'a'],
    ['kinds', 'Taxi, 火车', ['b', 'a']],
    ['who', '李雷', lei],
    ['who', lei, lei],
    ['team', 'Li Lei; 韩梅', [lei, 'p2']],
    ['dept', 'finance', 'd1'],
    ['desk', '任意工位', 'any'],
    ['desk', 'any', 'any'],
  ])('%s takes “%s” for its value', async (column, text, value) => {
    const { done, rows, said } = await into(column, text);
    expect(rows).toEqual([expect.objectContaining({ [column]: value })]);
    expect(done).toMatchObject({ ok: true, unread: [] });
    expect(said(0, column)).toBeUndefined();
  });

  it.each<[column: string, text: string, kept: unknown, said: string]>([
    ['province', 'Atlantis', 'Atlantis', 'noOption: Atlantis'],
    ['province', 'Shanxi', 'Shanxi', 'noOption: Shanxi'], // two are called so
    ['tags', '浙江, Atlantis', ['zj', 'Atlantis'], 'noOption: 浙江, Atlantis'],
    ['kind', 'Ship', 'Ship', 'form.enum'],
    ['kinds', 'Taxi, Ship', ['b', 'Ship'], 'form.enum'],
    ['who', 'Han Mei', 'Han Mei', 'noPerson: Han Mei'],
    ['team', '李雷, Nobody', [lei, 'Nobody'], 'noPerson: 李雷, Nobody'],
    ['dept', 'Nowhere', 'Nowhere', 'noDepartment: Nowhere'],
    ['desk', 'Throne', 'Throne', 'noOption: Throne'],
  ])('%s keeps “%s” in sight, and says so beside it', async (column, text, value, wrong) => {
    const { done, rows, said, store } = await into(column, text);
    expect(rows).toEqual([expect.objectContaining({ [column]: value })]);
    expect(done).toMatchObject({ ok: true, unread: [`/rows/0/${column}`] });
    expect(said(0, column)).toBe(wrong);
    // What is put right is right.
    store.set(`/rows/0/${column}`, undefined);
    store.leave(`/rows/0/${column}`);
    expect(said(0, column)).toBeUndefined();
  });

  it('goes by what is chosen above, in whichever order the columns stand', async () => {
    const { rows, said } = await into('city', 'Centre\tJiangsu\n中心\t浙江\nCentre\t\nHangzhou\tjs');
    expect(rows.map(({ city, province }) => [city, province])).toEqual([
      ['c2', 'js'],
      ['c1', 'zj'],
      ['Centre', undefined],
      ['Hangzhou', 'js'],
    ]);
    expect([0, 1, 2, 3].map((row) => said(row, 'city'))).toEqual([
      undefined,
      undefined,
      'noOption: Centre',
      'noOption: Hangzhou',
    ]);
    expect(options).toHaveBeenCalledTimes(2);
  });

  it('asks a script once, and again only for rows that are offered something else', async () => {
    const { rows, said } = await into('desk', 'any\ta\nAny desk\tb\nDesk of b\tb\nDesk of b\ta', {});
    expect(rows.map(({ desk }) => desk)).toEqual(['any', 'any', 'b-1', 'Desk of b']);
    expect([0, 1, 2, 3].map((row) => said(row, 'desk'))).toEqual([
      undefined,
      undefined,
      undefined,
      'noOption: Desk of b',
    ]);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('searches a long list for what was pasted, and nothing else', async () => {
    options.mockImplementation(async (_, { q }) =>
      q === undefined ? { items: [listed('x', 'X', 'X')], next: '200' } : { items: kept.provinces ?? [], next: '' },
    );
    const { rows } = await into('province', '浙江\n江苏\n浙江');
    expect(rows.map(({ province }) => province)).toEqual(['zj', 'js', 'zj']);
    expect(options.mock.calls.map(([, { q }]) => q).sort()).toEqual(['江苏', '浙江', undefined]);
  });

  it('leaves a list that the reader may not use to the server', async () => {
    options.mockRejectedValue(new Error('denied'));
    const { rows, done, said } = await into('province', 'zj');
    expect(rows).toEqual([expect.objectContaining({ province: 'zj' })]);
    expect(done).toMatchObject({ ok: true, unread: [] });
    expect(said(0, 'province')).toBeUndefined();
  });
});
