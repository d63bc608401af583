import { describe, expect, it } from 'vitest';
import { placed } from './placed';

describe('placed', () => {
  const chosen = new Map([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);

  it('keeps the order of choosing, whoever is first', () => {
    let ids: readonly string[] = ['old'];
    for (const id of ['c', 'a', 'b']) ids = placed(ids, id, chosen);
    expect(ids).toEqual(['old', 'a', 'b', 'c']);
  });

  it('moves none of those that are there', () => {
    expect(placed(['c', 'old'], 'b', chosen)).toEqual(['b', 'c', 'old']);
    expect(placed(['old'], 'unknown', chosen)).toEqual(['old', 'unknown']);
  });
});
