import { expect, it } from 'vitest';
import { fieldAt, setFieldLayout } from './fields';
import { insertStep, removeNode, setNode } from './flow';
import {
  addScript,
  needsOf,
  removeScript,
  renameScript,
  scriptKeys,
  setNeeds,
  setSets,
  setSource,
  setsNothing,
  sourceOf,
  stepScript,
  usesOfScript,
} from './scripts';
import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';
import { usesOf } from './uses';

it('gives a script step a script, which goes with it', () => {
  const { app, id = '' } = insertStep(leaveApp(), { edge: 'e1' }, 'script', countingIds());
  const name = app.flow.nodes.find((node) => node.id === id)?.script ?? '';
  expect(sourceOf(app, stepScript(name))).toBe(setsNothing);
  const written = setSource(app, stepScript(name), 'function run(form) { return { set: { reason: "x" } }; }');
  expect(usesOf(written, 'reason').map((use) => use.kind)).toContain('script');
  const without = removeNode(written, id);
  expect(without.scripts?.flow).toEqual({});
  expect(without.scripts?.validate).toBe(leaveApp().scripts?.validate);
});

it('keeps scripts that other steps run, and those that none ran', () => {
  const { app, id = '' } = insertStep(leaveApp(), { edge: 'e1' }, 'script', countingIds());
  const name = app.flow.nodes.find((node) => node.id === id)?.script ?? '';
  const shared = setNode(setSource(app, 'flow.spare', 'spare'), 'manager', {
    assignee: { kind: 'script', script: name },
  });
  expect(Object.keys(removeNode(shared, id).scripts?.flow ?? {})).toEqual([name, 'spare']);
  const named = setNode(shared, 'manager', { assignee: { kind: 'manager', level: 1 } });
  expect(sourceOf(named, stepScript(name))).not.toBe('');
});

it('lists scripts by what they are for, and takes each out with all that goes with it', () => {
  const app = setSource(setSource(setSource(leaveApp(), 'flow.b', 'b'), 'options.rooms', 'o'), 'compute', 'c');
  const full = setSets(setNeeds(setNeeds(app, 'flow.b', ['people']), 'validate', ['calendar']), ['days']);
  expect(scriptKeys(full)).toEqual(['validate', 'compute', 'options.rooms', 'flow.b']);
  const plain = (a: typeof app) => JSON.parse(JSON.stringify(a.scripts));
  const left = removeScript(removeScript(removeScript(full, 'compute'), 'flow.b'), 'options.rooms');
  expect(plain(left)).toEqual({
    validate: leaveApp().scripts?.validate,
    options: {},
    flow: {},
    needs: { validate: ['calendar'] },
  });
  expect(plain(removeScript(full, 'validate')).sets).toEqual(['days']);
  expect(needsOf(setNeeds(full, 'flow.b', []), 'flow.b')).toEqual([]);
  expect(full.scripts?.needs).toHaveProperty(['flow.b']);
});

it('adds a script under a name of its own', () => {
  const { app, key } = addScript(leaveApp(), 'options', countingIds());
  expect(key).toMatch(/^options\.options/);
  expect(sourceOf(app, key)).toContain('function options(form, ctx)');
  expect(addScript(leaveApp(), 'compute').key).toBe('compute');
});

it('calls a script by another name wherever a step runs it', () => {
  const { app, id = '' } = insertStep(leaveApp(), { edge: 'e1' }, 'script', countingIds());
  const by = { kind: 'script' as const, script: id };
  // biome-ignore lint/suspicious/noThenProperty: this is the name in the definition's format.
  const deadline = { after: { amount: 1, unit: 'workDays' as const }, then: 'escalate' as const, to: by };
  const node = setNode(app, 'manager', { otherwise: [by, { kind: 'initiator' }], deadline });
  const used = setNeeds(node, stepScript(id), ['people']);
  expect(
    usesOfScript(used, stepScript(id))
      .map((use) => use.id)
      .sort(),
  ).toEqual(['manager', id].sort());
  const renamed = renameScript(used, stepScript(id), 'cover');
  expect(scriptKeys(renamed)).toEqual(['validate', 'flow.cover']);
  expect(usesOfScript(renamed, 'flow.cover')).toHaveLength(2);
  expect(needsOf(renamed, 'flow.cover')).toEqual(['people']);
  expect(usesOfScript(renamed, stepScript(id))).toEqual([]);
  expect(JSON.stringify(renamed.flow)).not.toContain(`"script":"${id}"`);
  const others = (a: typeof app) => a.flow.nodes.filter((each) => each.id !== 'manager' && each.id !== id);
  expect(others(renamed)).toEqual(others(used));
});

it('keeps the name that a script has where the other one is taken or is no name', () => {
  const app = setSource(setSource(leaveApp(), 'flow.b', 'b'), 'flow.a', 'a');
  for (const to of ['b', 'Upper', '', 'a b', 'x'.repeat(65)]) expect(renameScript(app, 'flow.a', to)).toBe(app);
  expect(renameScript(app, 'validate', 'c')).toBe(app);
  expect(renameScript(app, 'options.a', 'c')).toBe(app);
});

it('knows the fields that take their options from a script, and tells them its new name', () => {
  const app = setSource(leaveApp(), 'options.rooms', 'x');
  const used = setFieldLayout(app, 'type', { source: { script: 'rooms' } });
  expect(usesOfScript(app, 'options.rooms')).toEqual([]);
  expect(usesOfScript(used, 'options.rooms')).toEqual([{ id: 'type', name: { en: 'Type', 'zh-CN': '类型' } }]);
  const renamed = renameScript(used, 'options.rooms', 'halls');
  expect(fieldAt(renamed, 'type')?.layout.source).toEqual({ script: 'halls' });
  expect(fieldAt(renamed, 'days')).toEqual(fieldAt(used, 'days'));
  expect(renamed.flow).toBe(used.flow);
});
