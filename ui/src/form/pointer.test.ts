import { describe, expect, it } from 'vitest';
import { child, definitionPath, get, put, same, within } from './pointer';

describe('pointer', () => {
  const values = { items: [{ amount: 1 }, { amount: 2 }], reason: 'x', 'a/b': { '~': 3 } };

  it('reads through rows, escapes and missing ways', () => {
    expect(get(values, '/items/1/amount')).toBe(2);
    expect(get(values, child(child('', 'a/b'), '~'))).toBe(3);
    expect(get(values, '/items/7/amount')).toBeUndefined();
    expect(get(values, '')).toBe(values);
  });

  it('puts without touching what was there, and shares what is beside the way', () => {
    const next = put(values, '/items/0/amount', 9);
    expect(next.items[0]).toEqual({ amount: 9 });
    expect(values.items[0]).toEqual({ amount: 1 });
    expect(next.items[1]).toBe(values.items[1]);
  });

  it('removes a property that becomes undefined', () => {
    expect(put(values, '/reason', undefined)).not.toHaveProperty('reason');
  });

  it('names the definition without row numbers', () => {
    expect(definitionPath('/items/3/amount')).toBe('items.amount');
    expect(definitionPath('/reason')).toBe('reason');
  });

  it('knows what lies within', () => {
    expect(within('/items/0', '/items')).toBe(true);
    expect(within('/items2', '/items')).toBe(false);
  });
});

describe('same', () => {
  it.each([
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [null, {}, false],
    [Number.NaN, Number.NaN, true],
  ])('compares %j with %j: %s', (a, b, expected) => {
    expect(same(a, b)).toBe(expected);
  });
});
