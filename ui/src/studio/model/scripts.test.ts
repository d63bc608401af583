import { expect, it } from 'vitest';
import { insertStep, removeNode, setNode } from './flow';
import { setSource, setsNothing, sourceOf } from './scripts';
import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';
import { usesOf } from './uses';

it('gives a script step a script, which goes with it', () => {
  const { app, id = '' } = insertStep(leaveApp(), { edge: 'e1' }, 'script', countingIds());
  const name = app.flow.nodes.find((node) => node.id === id)?.script ?? '';
  expect(sourceOf(app, name)).toBe(setsNothing);
  const written = setSource(app, name, 'function run(form) { return { set: { reason: "x" } }; }');
  expect(usesOf(written, 'reason').map((use) => use.kind)).toContain('script');
  const without = removeNode(written, id);
  expect(without.scripts?.flow).toEqual({});
  expect(without.scripts?.validate).toBe(leaveApp().scripts?.validate);
});

it('keeps scripts that other steps run, and those that none ran', () => {
  const { app, id = '' } = insertStep(leaveApp(), { edge: 'e1' }, 'script', countingIds());
  const name = app.flow.nodes.find((node) => node.id === id)?.script ?? '';
  const shared = setNode(setSource(app, 'spare', 'spare'), 'manager', { assignee: { kind: 'script', script: name } });
  expect(Object.keys(removeNode(shared, id).scripts?.flow ?? {})).toEqual([name, 'spare']);
  const named = setNode(shared, 'manager', { assignee: { kind: 'manager', level: 1 } });
  expect(sourceOf(named, name)).not.toBe('');
});
