import { describe, expect, it } from 'vitest';
import type { App } from '../../api/studioTypes';
import {
  accessOf,
  addBranch,
  edgeOf,
  insertCondition,
  insertEnd,
  insertFork,
  insertStep,
  moveBranch,
  nodeOf,
  outOf,
  removable,
  removeBranch,
  removedWith,
  removedWithBranch,
  removeNode,
  setAccess,
  setEdge,
  setNode,
} from './flow';
import { joinOf, joins, regionOf } from './graph';
import { leaveApp } from './testing/leave';
import { countingIds, drawingFlaws, flaws } from './testing/sound';

/** Every way from the start to an end, as the nodes' ids. */
function ways(app: App, at = 'start'): string[] {
  const out = outOf(app.flow, at);
  if (out.length === 0) return [at];
  return out.flatMap((edge) => ways(app, edge.to).map((rest) => `${at} ${rest}`));
}

describe('insertStep', () => {
  it('stands between the two ends of an edge', () => {
    const { app, id } = insertStep(leaveApp(), { edge: 'e1' }, 'approval', countingIds());
    expect(ways(app)).toEqual([`start ${id} manager length head hr end`, `start ${id} manager length hr end`]);
    expect(nodeOf(app.flow, id ?? '')?.assignee).toEqual({ kind: 'manager', level: 1 });
    expect(flaws(app.flow)).toEqual([]);
  });

  it('keeps the condition on the branch and leads on from the new step', () => {
    const { app, id } = insertStep(leaveApp(), { edge: 'e3' }, 'cc', countingIds());
    expect(ways(app)[0]).toBe(`start manager length ${id} head hr end`);
    expect(edgeOf(app.flow, 'e3')).toMatchObject({ to: id, when: { '>': [{ var: 'days' }, 3] } });
    expect(nodeOf(app.flow, id ?? '')).not.toHaveProperty('mode');
  });

  it('goes into an empty default branch', () => {
    const { app, id } = insertStep(leaveApp(), { edge: 'e4' }, 'approval', countingIds());
    expect(ways(app)).toEqual(['start manager length head hr end', `start manager length ${id} hr end`]);
    expect(edgeOf(app.flow, 'e4')?.default).toBe(true);
  });

  it('stands behind the point where branches meet', () => {
    const { app, id } = insertStep(leaveApp(), { join: 'length' }, 'approval', countingIds());
    expect(ways(app)).toEqual([`start manager length head ${id} hr end`, `start manager length ${id} hr end`]);
    expect(flaws(app.flow)).toEqual([]);
  });

  it('stays inside the branch when blocks are nested and meet at the same node', () => {
    const ids = countingIds();
    const outer = leaveApp();
    const { app: nested, id: inner = '' } = insertCondition(outer, { edge: 'e5' }, ids);
    expect(joinOf(nested.flow, inner)).toBe('hr');
    const { app, id } = insertStep(nested, { join: inner }, 'cc', ids);
    expect(ways(app)).toEqual([
      `start manager length head ${inner} ${id} hr end`,
      `start manager length head ${inner} ${id} hr end`,
      'start manager length hr end',
    ]);
    expect(flaws(app.flow)).toEqual([]);
    expect(drawingFlaws(app.flow)).toEqual([]);
  });

  it('does nothing at a place that is not there', () => {
    const app = leaveApp();
    expect(insertStep(app, { edge: 'gone' }, 'cc')).toEqual({ app, id: undefined });
    expect(insertStep(app, { join: 'gone' }, 'cc').app).toBe(app);
  });
});

describe('insertCondition', () => {
  it('has one branch without a condition yet, and a default, which meet again', () => {
    const { app, id = '', edge } = insertCondition(leaveApp(), { edge: 'e6' }, countingIds());
    const out = outOf(app.flow, id);
    expect(out.map((e) => [e.to, e.default === true, e.when])).toEqual([
      ['end', false, undefined],
      ['end', true, undefined],
    ]);
    expect(out[0]?.id).toBe(edge);
    expect(joinOf(app.flow, id)).toBe('end');
    expect(flaws(app.flow)).toEqual([]);
    expect(drawingFlaws(app.flow)).toEqual([]);
  });
});

describe('insertFork', () => {
  const put = (type: 'parallel' | 'inclusive') => {
    const ids = countingIds();
    const { app, id = '', edge = '' } = insertFork(leaveApp(), { edge: 'e6' }, type, ids);
    return { app, id, edge, join: joinOf(app.flow, id) ?? '', ids };
  };

  it('has two branches that a join waits for, which then leads on', () => {
    const { app, id, edge, join } = put('parallel');
    expect(outOf(app.flow, id).map((e) => [e.to, e.default, e.when])).toEqual([
      [join, undefined, undefined],
      [join, undefined, undefined],
    ]);
    expect(outOf(app.flow, id)[0]?.id).toBe(edge);
    expect(nodeOf(app.flow, join)?.type).toBe('join');
    expect(outOf(app.flow, join).map((e) => e.to)).toEqual(['end']);
    expect(flaws(app.flow)).toEqual([]);
    expect(drawingFlaws(app.flow)).toEqual([]);
  });

  it('leaves the conditions of an inclusive block open, beside a default', () => {
    const { app, id } = put('inclusive');
    expect(outOf(app.flow, id).map((e) => [e.default === true, e.when])).toEqual([
      [false, undefined],
      [false, undefined],
      [true, undefined],
    ]);
    expect(flaws(app.flow)).toEqual([]);
  });

  it('keeps what is inserted in a branch between the fork and its join', () => {
    const { app, id, edge, join, ids } = put('parallel');
    const { app: more, id: step } = insertStep(app, { edge }, 'approval', ids);
    expect(ways(more, id)).toEqual([`${id} ${step} ${join} end`, `${id} ${join} end`]);
    const { app: nested, id: choice = '' } = insertCondition(more, { edge }, ids);
    expect(joinOf(nested.flow, choice)).toBe(step);
    expect(flaws(nested.flow)).toEqual([]);
  });

  it('stands behind the point where the branches of a condition meet', () => {
    const { app, id } = insertFork(leaveApp(), { join: 'length' }, 'parallel', countingIds());
    expect(edgeOf(app.flow, 'e4')?.to).toBe(id);
    expect(edgeOf(app.flow, 'e5')?.to).toBe(id);
    expect(flaws(app.flow)).toEqual([]);
  });

  it('goes as a whole, with its join', () => {
    const { app, id, edge, ids } = put('parallel');
    const { app: more, id: step = '' } = insertStep(app, { edge }, 'cc', ids);
    expect(removedWith(more, id).map((node) => node.id)).toEqual([step]);
    expect(removeNode(more, id)).toEqual(leaveApp());
  });

  it('dissolves with its last branch but one, and keeps what stood in the other', () => {
    const { app, id, edge, join, ids } = put('parallel');
    const { app: more, id: step = '' } = insertStep(app, { edge }, 'approval', ids);
    const other = outOf(more.flow, id)[1]?.id ?? '';
    const after = removeBranch(more, other);
    expect(ways(after)[0]).toBe(`start manager length head hr ${step} end`);
    expect(nodeOf(after.flow, join)).toBeUndefined();
    expect(removedWithBranch(more, other)).toEqual([]);
    expect(removedWithBranch(more, edge).map((node) => node.id)).toEqual([step]);
    expect(flaws(after.flow)).toEqual([]);
  });

  it('keeps two of three branches side by side', () => {
    const { app, id, edge, ids } = put('parallel');
    const { app: more, edge: third = '' } = addBranch(app, id, ids);
    expect(edgeOf(more.flow, third)).toMatchObject({ name: { en: 'Branch 3', 'zh-CN': '分支 3' } });
    const after = removeBranch(more, edge);
    expect(outOf(after.flow, id)).toHaveLength(2);
    expect(flaws(after.flow)).toEqual([]);
  });

  it('does not let its join go alone', () => {
    const { app, join } = put('parallel');
    expect(removable(app.flow, join)).toBe(false);
    expect(removeNode(app, join)).toBe(app);
    expect(joins(app.flow, 'hr')).toBe(false);
  });
});

describe('insertEnd', () => {
  it('ends a branch apart from the others', () => {
    const { app, id = '' } = insertEnd(leaveApp(), { edge: 'e4' }, countingIds());
    expect(ways(app)).toEqual(['start manager length head hr end', `start manager length ${id}`]);
    expect(nodeOf(app.flow, id)).toMatchObject({ type: 'end', outcome: 'rejected' });
    expect(flaws(app.flow)).toEqual([]);
    expect(removable(app.flow, id)).toBe(true);
    expect(ways(removeNode(app, id))).toEqual(['start manager length head hr end', 'start manager length end']);
  });

  it('never cuts steps off', () => {
    const app = leaveApp();
    expect(insertEnd(app, { edge: 'e2' })).toEqual({ app, id: undefined });
    expect(insertEnd(app, { join: 'length' }).id).toBeUndefined();
  });

  it('does not end one of several branches that run side by side', () => {
    const { app, edge = '' } = insertFork(leaveApp(), { edge: 'e6' }, 'parallel', countingIds());
    expect(insertEnd(app, { edge })).toEqual({ app, id: undefined });
  });
});

describe('removeNode', () => {
  it('heals the edge and keeps the condition that led to the step', () => {
    const app = removeNode(leaveApp(), 'head');
    expect(ways(app)).toEqual(['start manager length hr end', 'start manager length hr end']);
    expect(edgeOf(app.flow, 'e3')).toMatchObject({ to: 'hr', when: { '>': [{ var: 'days' }, 3] } });
    expect(flaws(app.flow)).toEqual([]);
  });

  it('removes a condition with its branches', () => {
    expect(removedWith(leaveApp(), 'length').map((node) => node.id)).toEqual(['head']);
    const app = removeNode(leaveApp(), 'length');
    expect(ways(app)).toEqual(['start manager hr end']);
    expect(flaws(app.flow)).toEqual([]);
  });

  it('heals many edges that lead to one step', () => {
    const app = removeNode(leaveApp(), 'hr');
    expect(ways(app)).toEqual(['start manager length head end', 'start manager length end']);
  });

  it.each(['start', 'end', 'gone'])('leaves %s alone', (id) => {
    const app = leaveApp();
    expect(removeNode(app, id)).toBe(app);
  });
});

describe('branches', () => {
  it('adds one before the default', () => {
    const { app, edge } = addBranch(leaveApp(), 'length', countingIds());
    expect(outOf(app.flow, 'length').map((e) => e.id)).toEqual(['e3', edge, 'e4']);
    expect(edgeOf(app.flow, edge ?? '')?.to).toBe('hr');
    expect(flaws(app.flow)).toEqual([]);
  });

  it('changes places with its neighbour but never with the default', () => {
    const { app, edge = '' } = addBranch(leaveApp(), 'length', countingIds());
    const order = (a: App) => outOf(a.flow, 'length').map((e) => e.id);
    expect(order(moveBranch(app, edge, -1))).toEqual([edge, 'e3', 'e4']);
    expect(moveBranch(app, edge, 1)).toBe(app);
    expect(moveBranch(app, 'e3', -1)).toBe(app);
    expect(moveBranch(app, 'e4', -1)).toBe(app);
  });

  it('takes the steps that only it leads to', () => {
    const { app } = addBranch(leaveApp(), 'length', countingIds());
    expect(removedWithBranch(app, 'e3').map((node) => node.id)).toEqual(['head']);
    const after = removeBranch(app, 'e3');
    expect(nodeOf(after.flow, 'head')).toBeUndefined();
    expect(outOf(after.flow, 'length')).toHaveLength(2);
    expect(flaws(after.flow)).toEqual([]);
  });

  it('dissolves the block when only the default is left, and keeps its steps', () => {
    const { app, id } = insertStep(leaveApp(), { edge: 'e4' }, 'cc', countingIds());
    const after = removeBranch(app, 'e3');
    expect(ways(after)).toEqual([`start manager ${id} hr end`]);
    expect(flaws(after.flow)).toEqual([]);
  });

  it('keeps the default branch', () => {
    const app = leaveApp();
    expect(removeBranch(app, 'e4')).toBe(app);
  });
});

describe('settings', () => {
  it('writes down only what differs from reading', () => {
    let app = setAccess(leaveApp(), 'manager', ['reason'], 'edit');
    expect(nodeOf(app.flow, 'manager')?.fields).toEqual({ days: 'edit', 'items.amount': 'hide', reason: 'edit' });
    app = setAccess(app, 'manager', ['days', 'reason', 'items.amount'], 'read');
    const node = nodeOf(app.flow, 'manager');
    expect(node).not.toHaveProperty('fields');
    expect(node && accessOf(node, 'days')).toBe('read');
    expect(setAccess(app, 'gone', ['days'], 'edit')).toBe(app);
  });

  it('keeps what is sensitive veiled until the step says that it is read', () => {
    const manager = (app: App) => nodeOf(app.flow, 'manager');
    let app = setAccess(leaveApp(), 'manager', ['reason'], 'read', true);
    expect(manager(app)?.fields).toMatchObject({ reason: 'read' });
    app = setAccess(app, 'manager', ['reason'], 'veil', true);
    expect(manager(app)?.fields).not.toHaveProperty('reason');
    const node = manager(app);
    expect(node && [accessOf(node, 'reason', true), accessOf(node, 'reason')]).toEqual(['veil', 'read']);
  });

  it('opens what a fill-in requires, and forgets it with the opening', () => {
    const { app: filled, id = '' } = insertStep(leaveApp(), { edge: 'e1' }, 'fillIn', countingIds());
    let app = setAccess(filled, id, ['days', 'reason'], 'must');
    expect(nodeOf(app.flow, id)).toMatchObject({
      fields: { days: 'edit', reason: 'edit' },
      require: ['days', 'reason'],
    });
    app = setAccess(app, id, ['days'], 'edit');
    app = setAccess(app, id, ['reason'], 'hide');
    const node = nodeOf(app.flow, id);
    expect(node).not.toHaveProperty('require');
    expect(node && [accessOf(node, 'days'), accessOf(node, 'reason')]).toEqual(['edit', 'hide']);
  });

  it('drops what is set to undefined', () => {
    expect(edgeOf(setEdge(leaveApp(), 'e3', { when: undefined }).flow, 'e3')).not.toHaveProperty('when');
    expect(nodeOf(setNode(leaveApp(), 'manager', { mode: undefined }).flow, 'manager')).not.toHaveProperty('mode');
  });
});

it('regionOf holds the gateway and its branches', () => {
  expect([...regionOf(leaveApp().flow, 'length')].sort()).toEqual(['head', 'length']);
});
