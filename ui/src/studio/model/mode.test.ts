import { describe, expect, it } from 'vitest';
import { nodeOf } from './flow';
import { alone, modeOf, setMode, setShare } from './mode';
import { leaveApp } from './testing/leave';

const manager = (app: ReturnType<typeof leaveApp>) => nodeOf(app.flow, 'manager');

describe('how many must approve', () => {
  it('is any one where a step says nothing', () => {
    expect(modeOf({ id: 'a', type: 'approval' })).toBe('any');
    expect(modeOf({ id: 'a', type: 'approval', mode: 'inTurn' })).toBe('inTurn');
  });

  it('makes no difference to a step that one person has', () => {
    expect(alone({ id: 'a', type: 'approval', assignee: { kind: 'manager', level: 2 } })).toBe(true);
    expect(alone({ id: 'a', type: 'approval', assignee: { kind: 'role', role: 'hr' } })).toBe(false);
    expect(alone({ id: 'a', type: 'approval', assignee: { kind: 'field', field: 'who' } })).toBe(true);
    expect(alone({ id: 'a', type: 'approval', assignee: { kind: 'field', field: 'items.owner' } })).toBe(false);
    expect(alone({ id: 'a', type: 'approval', assignee: { kind: 'chosen', by: 'initiator' } })).toBe(true);
    expect(alone({ id: 'a', type: 'approval', assignee: { kind: 'chosen', by: 'initiator', most: 2 } })).toBe(false);
  });

  it('starts a share with a count, and leaves none behind', () => {
    const shared = setMode(leaveApp(), 'manager', 'share');
    expect(manager(shared)).toMatchObject({ mode: 'share', share: { count: 2 } });
    const all = setMode(shared, 'manager', 'all');
    expect(manager(all)?.mode).toBe('all');
    expect(manager(all)).not.toHaveProperty('share');
  });

  it('is a count or a percentage, never both, and writes a veto down only where there is one', () => {
    const shared = setMode(leaveApp(), 'manager', 'share');
    const half = setShare(shared, 'manager', { percent: 50, count: 3, veto: true });
    expect(manager(half)?.share).toEqual({ percent: 50, veto: true });
    expect(manager(setShare(half, 'manager', { count: 3, veto: false }))?.share).toEqual({ count: 3 });
  });
});
