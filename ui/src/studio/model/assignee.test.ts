import { describe, expect, it } from 'vitest';
import { decidedBefore, fresh, MOST_WAYS, moved, poolOf, setCount, setOtherwise, setPool } from './assignee';
import { nodeOf } from './flow';
import { leaveApp } from './testing/leave';

describe('who acts', () => {
  it('begins with what a kind needs', () => {
    expect(fresh('manager')).toEqual({ kind: 'manager', level: 1 });
    expect(fresh('field', 'items.owner')).toEqual({ kind: 'field', field: 'items.owner' });
    expect(fresh('chosen', undefined, true)).toEqual({ kind: 'chosen', by: 'approver' });
    expect(fresh('chosen', undefined, false)).toEqual({ kind: 'chosen', by: 'initiator' });
  });

  it('knows whether somebody decides right before a step', () => {
    const flow = {
      nodes: [
        { id: 'start', type: 'start' as const },
        { id: 'a', type: 'approval' as const },
        { id: 'how', type: 'exclusive' as const },
        { id: 'told', type: 'cc' as const },
        { id: 'b', type: 'approval' as const },
        { id: 'wait', type: 'wait' as const },
        { id: 'c', type: 'approval' as const },
        { id: 'end', type: 'end' as const },
      ],
      edges: [
        ['start', 'a'],
        ['a', 'how'],
        ['how', 'told'],
        ['how', 'b'],
        ['told', 'b'],
        ['b', 'wait'],
        ['wait', 'c'],
        ['c', 'end'],
      ].map(([from = '', to = ''], n) => ({ id: `e${n}`, from, to })),
    };
    expect(decidedBefore(flow, 'b')).toBe(true);
    expect(decidedBefore(flow, 'a')).toBe(false);
    expect(decidedBefore(flow, 'c')).toBe(false);
  });

  it('keeps other ways in their order, a few of them, and writes none down where there are none', () => {
    const ways = [{ kind: 'role' as const, role: 'hr' }, { kind: 'manager' as const }];
    const app = setOtherwise(leaveApp(), 'manager', moved(ways, 0, 1));
    expect(nodeOf(app.flow, 'manager')?.otherwise?.map((way) => way.kind)).toEqual(['manager', 'role']);
    expect(nodeOf(setOtherwise(app, 'manager', []).flow, 'manager')).not.toHaveProperty('otherwise');
    const many = Array.from({ length: MOST_WAYS + 3 }, () => ({ kind: 'manager' as const }));
    expect(nodeOf(setOtherwise(app, 'manager', many).flow, 'manager')?.otherwise).toHaveLength(MOST_WAYS);
  });

  it('counts who is to be chosen, and writes one person not down', () => {
    const chosen = fresh('chosen');
    expect(setCount(chosen, 2, 1)).toEqual({ ...chosen, least: 2, most: 2 });
    expect(setCount(setCount(chosen, 1, 3), 1, 1)).toEqual(chosen);
  });

  it('lets people be chosen out of one group at a time', () => {
    const chosen = fresh('chosen');
    expect(poolOf(chosen)).toBe('anyone');
    const role = { ...setPool(chosen, 'role'), role: 'hr' };
    expect(poolOf(role)).toBe('role');
    expect(setPool(role, 'people')).toEqual({ ...chosen, people: [] });
    expect(poolOf(setPool(role, 'department'))).toBe('department');
    expect(setPool(role, 'anyone')).toEqual(chosen);
  });
});
