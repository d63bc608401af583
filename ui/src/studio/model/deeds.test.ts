import { expect, it } from 'vitest';
import { allows, setAllowed } from './deeds';
import { nodeOf } from './flow';
import { leaveApp } from './testing/leave';

it('writes down only what a step forbids', () => {
  const manager = (app: ReturnType<typeof leaveApp>) => nodeOf(app.flow, 'manager') ?? { id: '', type: 'end' as const };
  const one = setAllowed(leaveApp(), 'manager', 'transfer', false);
  expect(manager(one).forbids).toEqual(['transfer']);
  const two = setAllowed(one, 'manager', 'reject', false);
  expect(manager(two).forbids).toEqual(['reject', 'transfer']);
  expect([allows(manager(two), 'reject'), allows(manager(two), 'return')]).toEqual([false, true]);
  const none = setAllowed(setAllowed(two, 'manager', 'reject', true), 'manager', 'transfer', true);
  expect(manager(none)).not.toHaveProperty('forbids');
  expect(setAllowed(none, 'gone', 'reject', false)).toBe(none);
});
