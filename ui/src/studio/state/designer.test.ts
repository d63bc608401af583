import { describe, expect, it } from 'vitest';
import type { App } from '../../api/studioTypes';
import { addField, fieldsOf, moveField, nudgeField, setFieldWords } from '../model/fields';
import {
  addBranch,
  insertCondition,
  insertEnd,
  insertFork,
  insertStep,
  moveBranch,
  type Place,
  removeBranch,
  removeNode,
  setNode,
} from '../model/flow';
import { blockKinds, kindGroups } from '../model/kinds';
import { layout } from '../model/layout';
import { removeField } from '../model/removal';
import { leaveApp } from '../model/testing/leave';
import { chance, countingIds, drawingFlaws, flaws } from '../model/testing/sound';
import { createDesigner } from './designer';

const retitle = (wording: string) => (app: App) => setFieldWords(app, 'days', 'title', 'en', wording);
const title = (app: App) => app.form.layout.fields.days?.title?.en;

function setUp() {
  let at = 0;
  const designer = createDesigner(leaveApp(), () => at);
  return {
    ...designer,
    app: () => designer.store.getState().app,
    edit: designer.store.getState().edit,
    wait: (ms: number) => {
      at += ms;
    },
  };
}

describe('undo and redo', () => {
  it('go back and forth over form and flow', () => {
    const { edit, app, undo, redo } = setUp();
    const first = app();
    edit((a) => addField(a, 'text').app);
    edit((a) => insertStep(a, { edge: 'e1' }, 'cc').app);
    const last = app();
    undo();
    undo();
    expect(app()).toBe(first);
    undo();
    expect(app()).toBe(first);
    redo();
    redo();
    expect(app()).toBe(last);
  });

  it('forget what was undone once something else is done', () => {
    const { edit, app, undo, redo } = setUp();
    edit(retitle('A'));
    undo();
    edit(retitle('B'));
    redo();
    expect(title(app())).toBe('B');
  });

  it('take a run of typing as one step, until a pause or another place', () => {
    const { edit, app, undo, wait } = setUp();
    for (const wording of ['D', 'Da', 'Day']) edit(retitle(wording), 'title');
    wait(2000);
    edit(retitle('Day!'), 'title');
    edit((a) => setFieldWords(a, 'type', 'title', 'en', 'T'), 'other');
    undo();
    expect(app().form.layout.fields.type?.title?.en).toBe('Type');
    undo();
    expect(title(app())).toBe('Day');
    undo();
    expect(title(app())).toBe('Days');
  });

  it('do not join typing over an undo', () => {
    const { edit, app, undo } = setUp();
    edit(retitle('A'), 'title');
    undo();
    edit(retitle('B'), 'title');
    undo();
    expect(title(app())).toBe('Days');
  });

  it('do not count an edit that changes nothing', () => {
    const { edit, store } = setUp();
    edit((a) => a);
    expect(store.temporal.getState().pastStates).toHaveLength(0);
  });

  it('select what they changed, and are no step themselves', () => {
    const { store, edit, undo, redo } = setUp();
    edit(retitle('A'));
    store.getState().select({ kind: 'section', id: 'why' });
    undo();
    expect(store.getState()).toMatchObject({
      selection: { kind: 'field', path: 'days' },
      followed: { tab: 'form' },
    });
    expect(title(store.getState().app)).toBe('Days');
    const { followed } = store.getState();
    redo();
    expect(store.getState().followed).not.toBe(followed);
    expect(store.temporal.getState().pastStates).toHaveLength(1);
    redo();
    expect(title(store.getState().app)).toBe('A');
  });
});

/** One edit by chance, as somebody clicking around would make it. */
function anyEdit(app: App, random: () => number, ids: (prefix: string) => string): App {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const adds = layout(app.flow).boxes.filter((box) => box.kind === 'add');
  const add = pick(adds);
  const place: Place = add?.edge ? { edge: add.edge } : { join: add?.node ?? '' };
  const node = pick(app.flow.nodes)?.id ?? '';
  const edge = pick(app.flow.edges)?.id ?? '';
  const gateway = pick(app.flow.nodes.filter((n) => ['exclusive', 'parallel', 'inclusive'].includes(n.type)))?.id ?? '';
  const field = pick(fieldsOf(app))?.path ?? '';
  const section = pick(app.form.layout.sections)?.id ?? '';
  const edits: (() => App)[] = [
    () => insertStep(app, place, 'approval', ids).app,
    () => insertStep(app, place, 'cc', ids).app,
    () => insertCondition(app, place, ids).app,
    () => insertFork(app, place, random() < 0.5 ? 'parallel' : 'inclusive', ids).app,
    () => insertEnd(app, place, ids).app,
    () => addBranch(app, gateway, ids).app,
    () => moveBranch(app, edge, random() < 0.5 ? -1 : 1),
    () => removeBranch(app, edge),
    () => removeNode(app, node),
    () => setNode(app, node, { name: { en: `${random()}` } }),
    () =>
      addField(
        app,
        pick([...Object.values(kindGroups).flat(), ...blockKinds]) ?? 'text',
        { section, index: Math.floor(random() * 4) },
        ids,
      ).app,
    () => moveField(app, field, { section, index: Math.floor(random() * 4) }),
    () => nudgeField(app, field, random() < 0.5 ? -1 : 1),
    () => removeField(app, field),
  ];
  return pick(edits)?.() ?? app;
}

describe('any sequence of edits', () => {
  it.each(Array.from({ length: 40 }, (_, i) => i + 1))(
    'leaves a sound flow and form, and undo leads back (seed %i)',
    (seed) => {
      const random = chance(seed);
      const ids = countingIds();
      const { edit, app, undo, redo, store } = setUp();
      const first = app();
      const seen: App[] = [first];
      for (let i = 0; i < 60; i++) {
        edit((a) => anyEdit(a, random, ids));
        if (app() !== seen.at(-1)) seen.push(app());
        expect(flaws(app().flow)).toEqual([]);
        expect(drawingFlaws(app().flow)).toEqual([]);
        const shown = app().form.layout.sections.flatMap((section) => section.fields);
        const { schema, layout } = app().form;
        const known = [...Object.keys(schema.properties as object), ...Object.keys(layout.blocks ?? {})];
        expect([...shown].sort()).toEqual(known.sort());
      }
      const last = app();
      expect(first).toEqual(leaveApp());
      for (const state of [...seen].reverse()) {
        expect(app()).toBe(state);
        undo();
      }
      expect(app()).toBe(first);
      while (store.temporal.getState().futureStates.length > 0) redo();
      expect(app()).toBe(last);
    },
  );
});
