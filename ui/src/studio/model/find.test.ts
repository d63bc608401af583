import { expect, it } from 'vitest';
import { findFields } from './find';
import { leaveApp } from './testing/leave';

it('finds fields, columns and sections by title in any language or by id', () => {
  const paths = (query: string) => findFields(leaveApp(), query).map((found) => found.path);
  expect(paths('金额')).toEqual(['items.amount']);
  expect(paths('AMOUNT ')).toEqual(['items.amount']);
  expect(paths('wh')).toEqual(['when', 'why', 'items.what']);
  expect(paths('items.')).toEqual(['items.what', 'items.amount']);
  expect(paths('nothing of it')).toEqual([]);
  expect(paths('')).toHaveLength(9);
  expect(findFields(leaveApp(), 'amount')[0]?.within.en).toBe('Items');
});
