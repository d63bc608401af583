import { describe, expect, it } from 'vitest';
import type { Flow } from '../../api/studioTypes';
import { addBranch, insertCondition, insertStep } from './flow';
import { layout } from './layout';
import { structureOf } from './structure';
import { leaveApp } from './testing/leave';
import { countingIds, drawingFlaws } from './testing/sound';

const at = (flow: Flow, id: string) => layout(flow).boxes.find((box) => box.id === id);

describe('layout', () => {
  it('stands upright, with branches side by side in their order', () => {
    const { flow } = leaveApp();
    expect(drawingFlaws(flow)).toEqual([]);
    const axis = ['start', 'manager', 'length', 'hr', 'end'].map((id) => at(flow, `node:${id}`)?.x);
    expect(axis).toEqual([0, 0, 0, 0, 0]);
    const [first, other] = [at(flow, 'branch:e3'), at(flow, 'branch:e4')];
    expect(first?.y).toBe(other?.y);
    expect(first?.x).toBeLessThan(other?.x ?? 0);
    expect(first?.x).toBe(at(flow, 'node:head')?.x);
  });

  it('reads from top to bottom, branch by branch', () => {
    const ids = layout(leaveApp().flow).boxes.map((box) => box.id);
    expect(ids).toEqual([
      'node:start',
      'add:e1',
      'node:manager',
      'add:e2',
      'node:length',
      'branch:e3',
      'add:e3',
      'node:head',
      'add:e5',
      'branch:e4',
      'add:e4',
      'meet:length',
      'after:length',
      'node:hr',
      'add:e6',
      'node:end',
    ]);
  });

  it('keeps the default branch last, wherever its edge stands', () => {
    const { flow } = leaveApp();
    const turned: Flow = { ...flow, edges: [...flow.edges].reverse() };
    expect(at(turned, 'branch:e4')?.x).toBeGreaterThan(at(turned, 'branch:e3')?.x ?? 0);
  });

  it('gives wide branches the room they need', () => {
    const ids = countingIds();
    let app = leaveApp();
    const inner = insertCondition(app, { edge: 'e3' }, ids);
    app = addBranch(inner.app, inner.id ?? '', ids).app;
    app = insertCondition(app, { edge: 'e4' }, ids).app;
    app = insertStep(app, { join: inner.id ?? '' }, 'cc', ids).app;
    expect(drawingFlaws(app.flow)).toEqual([]);
  });

  it('draws what was made elsewhere: own ends, jumps, loops and loose nodes', () => {
    const { flow } = leaveApp();
    const odd: Flow = {
      nodes: [
        ...flow.nodes,
        { id: 'refused', type: 'end', name: {} },
        { id: 'again', type: 'approval', name: {} },
        { id: 'loose', type: 'approval', name: {} },
      ],
      edges: [
        ...flow.edges,
        { id: 'x1', from: 'length', to: 'refused', when: true },
        { id: 'x2', from: 'length', to: 'again', when: true },
        { id: 'x3', from: 'again', to: 'manager' },
      ],
    };
    const drawing = layout(odd);
    const nodes = drawing.boxes.filter((box) => box.id.startsWith('node:'));
    expect(nodes.map((box) => box.node).sort()).toEqual(odd.nodes.map((node) => node.id).sort());
    expect(drawing.boxes.filter((box) => box.kind === 'jump').map((box) => box.node)).toContain('manager');
    expect(structureOf(odd).loose).toEqual(['loose']);
    expect(new Set(drawing.boxes.map((box) => box.id)).size).toBe(drawing.boxes.length);
  });

  it('draws an empty flow as nothing', () => {
    expect(layout({ nodes: [], edges: [] })).toEqual({ boxes: [], lines: [], left: 0, right: 0, height: 0 });
  });
});
