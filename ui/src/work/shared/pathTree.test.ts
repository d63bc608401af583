import { describe, expect, it } from 'vitest';
import type { Step } from '../../api';
import { type PathItem, pathTree } from './pathTree';

const step = (node: string, ...branch: string[]): Step => ({
  node,
  type: 'approval',
  name: { en: node },
  state: 'upcoming',
  assignees: [],
  branch: branch.length > 0 ? branch.map((edge) => ({ edge })) : undefined,
});

const read = (items: PathItem[]): unknown[] =>
  items.map((item) => ('step' in item ? item.step.node : item.lanes.map((lane) => read(lane.items))));

describe('pathTree', () => {
  it('leaves a plain path as it is', () => {
    expect(read(pathTree([step('a'), step('b')]))).toEqual(['a', 'b']);
  });

  it('puts branches side by side, whatever order their steps were reached in', () => {
    const steps = [step('a'), step('b1', 'x'), step('c1', 'y'), step('b2', 'x'), step('d')];
    expect(read(pathTree(steps))).toEqual(['a', [['b1', 'b2'], ['c1']], 'd']);
  });

  it('nests, and draws a branch alone without a group', () => {
    const steps = [step('b1', 'x', 'p'), step('b2', 'x', 'q'), step('c', 'y')];
    expect(read(pathTree(steps))).toEqual([[[[['b1'], ['b2']]], ['c']]]);
    expect(read(pathTree([step('b', 'x'), step('c')]))).toEqual(['b', 'c']);
  });

  it('calls a branch what the flow calls it', () => {
    const named = { ...step('b'), branch: [{ edge: 'x', name: { en: 'Long leave' } }] };
    const [group] = pathTree([named, step('c', 'y')]);
    expect(group && 'lanes' in group && group.lanes.map((lane) => lane.name)).toEqual([
      { en: 'Long leave' },
      undefined,
    ]);
  });

  it('keeps the places of the steps in the whole path', () => {
    const [, group] = pathTree([step('a'), step('b', 'x'), step('c', 'y')]);
    expect(group?.at).toBe(1);
  });
});
