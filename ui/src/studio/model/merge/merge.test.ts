import { describe, expect, it } from 'vitest';
import type { App } from '../../../api/studioTypes';
import {
  addColumn,
  addField,
  addSection,
  fieldAt,
  moveField,
  setFieldSchema,
  setFieldWords,
  setRequired,
  setSection,
  spotOf,
} from '../fields';
import { insertStep, removeNode, setNode } from '../flow';
import { layout } from '../layout';
import { removeField } from '../removal';
import { leaveApp } from '../testing/leave';
import { chance, countingIds, flaws } from '../testing/sound';
import { mergeNames } from './lists';
import { merge } from './merge';
import { putTogether, takeApart } from './parts';
import { same } from './same';

const base = leaveApp();
const retitle = (app: App, path: string, wording: string) => setFieldWords(app, path, 'title', 'en', wording);
const titleOf = (app: App, path: string) => fieldAt(app, path)?.layout.title?.en;

describe('an app taken apart', () => {
  it('is the same put together again', () => {
    expect(same(putTogether(takeApart(base)), base)).toBe(true);
  });
});

describe('what only one touched', () => {
  it('is taken over from both', () => {
    const mine = setRequired(retitle(base, 'days', 'How many days'), 'handover', true);
    const theirs = setFieldSchema(retitle(base, 'reason', 'Why'), 'days', { maximum: 30 });
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts).toEqual([]);
    expect([titleOf(merged.app, 'days'), titleOf(merged.app, 'reason')]).toEqual(['How many days', 'Why']);
    expect(fieldAt(merged.app, 'days')?.schema.maximum).toBe(30);
    expect(fieldAt(merged.app, 'handover')?.required).toBe(true);
    expect(merged.theirs.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['field days', 'field reason']);
  });

  it.each([
    [
      'a column and its table',
      (a: App) => addColumn(a, 'items', 'number', countingIds()).app,
      (a: App) => retitle(a, 'items', 'Costs'),
    ],
    [
      'a section and a field in it',
      (a: App) => setSection(a, 'when', { columns: 1 }),
      (a: App) => moveField(a, 'days', { section: 'why', index: 0 }),
    ],
    [
      'a rule and its name',
      (a: App) => ({ ...a, rules: a.rules.map((r) => ({ ...r, enabled: false })) }),
      (a: App) => ({ ...a, rules: a.rules.map((r) => ({ ...r, name: { en: 'N' } })) }),
    ],
    [
      'a script and the title',
      (a: App) => ({ ...a, scripts: { validate: 'x' } }),
      (a: App) => ({ ...a, title: { en: 'T' } }),
    ],
    [
      'two languages of one title',
      (a: App) => setFieldWords(a, 'days', 'title', 'zh-CN', '天'),
      (a: App) => retitle(a, 'days', 'D'),
    ],
  ])('%s', (_what, one, other) => {
    for (const [mine, theirs] of [
      [one(base), other(base)],
      [other(base), one(base)],
    ] as const) {
      const merged = merge(base, mine, theirs);
      expect(merged.conflicts).toEqual([]);
      expect(same(merged.app, other(one(base)))).toBe(true);
    }
  });

  it('stays removed where the other left it alone', () => {
    const merged = merge(base, removeField(base, 'days'), retitle(base, 'reason', 'Why'));
    expect(fieldAt(merged.app, 'days')).toBeUndefined();
    expect(merged.app.form.layout.sections[0]?.fields).toEqual(['type']);
    expect(titleOf(merged.app, 'reason')).toBe('Why');
  });
});

describe('a conflict', () => {
  it('of one title is said once, and the choice counts', () => {
    const mine = retitle(base, 'days', 'A');
    const theirs = retitle(base, 'days', 'B');
    const { conflicts, app } = merge(base, mine, theirs);
    expect(conflicts).toEqual([
      {
        kind: 'field',
        id: 'days',
        key: 'field days layout.title.en',
        aspect: 'layout.title.en',
        mine: 'A',
        theirs: 'B',
      },
    ]);
    expect(titleOf(app, 'days')).toBe('A');
    expect(titleOf(merge(base, mine, theirs, { 'field days layout.title.en': 'theirs' }).app, 'days')).toBe('B');
    expect(merge(base, mine, mine).conflicts).toEqual([]);
  });

  it('of a removed and a changed field keeps the field where that is chosen, in its place', () => {
    const mine = removeField(base, 'days');
    const theirs = retitle(base, 'days', 'B');
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts.map(({ key, mine: gone }) => [key, gone])).toEqual([['field days ', undefined]]);
    expect(fieldAt(merged.app, 'days')).toBeUndefined();
    const kept = merge(base, mine, theirs, { 'field days ': 'theirs' }).app;
    expect(titleOf(kept, 'days')).toBe('B');
    expect(spotOf(kept, 'days')).toEqual({ section: 'when', index: 1 });
    const own = merge(base, theirs, mine).app;
    expect([titleOf(own, 'days'), spotOf(own, 'days')]).toEqual(['B', { section: 'when', index: 1 }]);
  });

  it('of a field that both moved leaves it in one section', () => {
    const start = addSection(base, 'why', () => 'more').app;
    const mine = moveField(start, 'days', { section: 'why', index: 0 });
    const theirs = moveField(start, 'days', { section: 'more', index: 0 });
    expect(spotOf(merge(start, mine, theirs).app, 'days')?.section).toBe('why');
    const chosen = merge(start, mine, theirs, { 'field days section': 'theirs' }).app;
    expect(spotOf(chosen, 'days')?.section).toBe('more');
    expect(chosen.form.layout.sections.flatMap((section) => section.fields).filter((id) => id === 'days')).toHaveLength(
      1,
    );
  });

  it('of how many must approve is one, with the share', () => {
    const mine = setNode(base, 'manager', { mode: 'all' });
    const theirs = setNode(base, 'manager', { mode: 'share', share: { percent: 60 } });
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts.map(({ key, theirs: there }) => [key, there])).toEqual([
      ['node manager mode', { mode: 'share', share: { percent: 60 } }],
    ]);
    expect(same(merged.app, mine)).toBe(true);
    expect(same(merge(base, mine, theirs, { 'node manager mode': 'theirs' }).app, theirs)).toBe(true);
  });

  it('of one condition is about the whole of it', () => {
    const when = (value: number) =>
      ({ ...base, rules: base.rules.map((r) => ({ ...r, when: { '>': [{ var: 'days' }, value] } })) }) as App;
    expect(merge(base, when(5), when(9)).conflicts.map(({ key }) => key)).toEqual(['rule cover when']);
  });

  it('of two steps at one place is one about the path, and each choice is a sound flow', () => {
    const edge = base.flow.edges[0]?.id ?? '';
    const mine = insertStep(base, { edge }, 'approval', (prefix) => `${prefix}Mine`).app;
    const theirs = insertStep(base, { edge }, 'cc', (prefix) => `${prefix}Theirs`).app;
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts.map(({ key }) => key)).toEqual(['flow  path']);
    expect(same(merged.app.flow, mine.flow)).toBe(true);
    expect(same(merge(base, mine, theirs, { 'flow  path': 'theirs' }).app.flow, theirs.flow)).toBe(true);
  });
});

describe('lists of names', () => {
  it.each([
    ['both add', 'abc', 'abxc', 'abcy', 'abxcy'],
    ['one adds and one removes', 'abc', 'xabc', 'ac', 'xac'],
    ['both remove', 'abcd', 'acd', 'abc', 'ac'],
    ['one moves and one adds', 'abc', 'cab', 'abxc', 'cabx'],
    ['they move and I add', 'abc', 'abcx', 'cab', 'cxab'],
    ['each moves another', 'abcdef', 'bcadef', 'abcfde', 'bcafde'],
    ['both move the same to the same place', 'abcd', 'bcda', 'bcda', 'bcda'],
    ['they move what I removed', 'abcd', 'bcd', 'bcda', 'bcd'],
    ['one moves to the end, one to the front', 'abcd', 'bcda', 'dabc', 'dbca'],
  ])('%s', (_what, b, m, t, want) => {
    expect(mergeNames([...b], [...m], [...t])).toEqual({ names: [...want], clash: false });
  });

  it.each([
    ['neighbours in a circle', 'abc', 'bac', 'acb'],
    ['the same further', 'abcd', 'bacd', 'bcad'],
    ['what both brought in', 'abc', 'axbc', 'abcx'],
    ['two that pass each other', 'abcd', 'bcad', 'adbc'],
  ])('%s clash', (_what, b, m, t) => {
    expect(mergeNames([...b], [...m], [...t])).toEqual({ names: [...m], clash: true });
    expect(mergeNames([...b], [...m], [...t], 'theirs')).toEqual({ names: [...t], clash: true });
    expect(mergeNames([...b], [...t], [...m])).toEqual({ names: [...t], clash: true });
  });

  it('of every length merge alike, whoever merges', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = chance(seed);
      const any = () => [...'abcdefg'].filter(() => random() < 0.8).sort(() => random() - 0.5);
      const [b, m, t] = [[...'abcdefg'], any(), any()];
      const [here, there] = [mergeNames(b, m, t), mergeNames(b, t, m)];
      expect(here.clash).toBe(there.clash);
      if (!here.clash) expect(here.names).toEqual(there.names);
      expect([...here.names].sort()).toEqual(m.filter((id) => t.includes(id)).sort());
    }
  });
});

/** One edit by chance. */
function anyEdit(app: App, random: () => number, ids: (prefix: string) => string): App {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const paths = [...takeApart(app).groups.field.keys()];
  const path = paths.length > 0 ? pick(paths) : '';
  const section = pick(app.form.layout.sections)?.id ?? '';
  const add = layout(app.flow).boxes.find((box) => box.kind === 'add' && random() < 0.4);
  const node = pick(app.flow.nodes).id;
  const edits: (() => App)[] = [
    () => (path ? retitle(app, path, ids('title')) : app),
    () => (path ? setRequired(app, path, random() < 0.5) : app),
    () =>
      addField(
        app,
        pick(['text', 'number', 'choice', 'table', 'note'] as const),
        { section, index: Math.floor(random() * 3) },
        ids,
      ).app,
    () => (path && random() < 0.5 ? removeField(app, path) : app),
    () => (path && !path.includes('.') ? moveField(app, path, { section, index: Math.floor(random() * 3) }) : app),
    () => addSection(app, section, ids).app,
    () => setSection(app, section, { title: { en: ids('section') } }),
    () => (add?.edge ? insertStep(app, { edge: add.edge }, 'approval', ids).app : app),
    () => removeNode(app, node),
    () => setNode(app, node, { name: { en: ids('name') } }),
  ];
  return pick(edits)();
}

describe('any two edits', () => {
  const seeds = Array.from({ length: 300 }, (_, i) => i + 1);
  const edited = (seed: number, prefix: string) => {
    const random = chance(seed);
    const count = countingIds();
    const ids = (kind: string) => `${prefix}${count(kind)}`;
    let app = base;
    for (let i = 0; i < 6; i++) app = anyEdit(app, random, ids);
    return app;
  };

  it('merge to a sound app that has what each alone changed, whoever merges', () => {
    let merges = 0;
    for (const seed of seeds) {
      const mine = edited(seed, 'm');
      const theirs = edited(seed + 10_000, 't');
      expect(merge(base, mine, base).app).toBe(mine);
      expect(merge(base, base, theirs).app).toBe(theirs);
      const { app, conflicts } = merge(base, mine, theirs);
      if (conflicts.length === 0) merges += 1;

      const placed = app.form.layout.sections.flatMap((section) => section.fields);
      const [b, m, t, got] = [base, mine, theirs, app].map(takeApart) as [
        ReturnType<typeof takeApart>,
        ReturnType<typeof takeApart>,
        ReturnType<typeof takeApart>,
        ReturnType<typeof takeApart>,
      ];
      const top = [...got.groups.field.keys()].filter((path) => !path.includes('.'));
      expect([...placed].sort()).toEqual([...top, ...got.groups.block.keys()].sort());
      expect(flaws(app.flow)).toEqual([]);
      const disputed = new Set(conflicts.map(({ kind, id }) => `${kind} ${id}`));
      for (const [path, field] of m.groups.field) {
        const before = b.groups.field.get(path);
        if (same(t.groups.field.get(path), before) && !same(field, before))
          expect(got.groups.field.get(path)).toEqual(field);
      }
      for (const [path, field] of t.groups.field) {
        const before = b.groups.field.get(path);
        const alone = same(m.groups.field.get(path), before) && !same(field, before);
        const table = path.split('.')[0] ?? '';
        if (alone && !disputed.has(`field ${table}`) && got.groups.field.has(table))
          expect(got.groups.field.get(path)).toEqual(field);
      }
      // Choosing theirs everywhere from here is choosing mine everywhere from there, but for the order.
      const flipped = Object.fromEntries(conflicts.map(({ key }) => [key, 'theirs' as const]));
      const there = merge(base, theirs, mine, {});
      const here = merge(base, mine, theirs, flipped);
      expect(there.conflicts.map(({ key }) => key).sort()).toEqual(conflicts.map(({ key }) => key).sort());
      expect(new Set(takeApart(here.app).groups.field.keys())).toEqual(
        new Set(takeApart(there.app).groups.field.keys()),
      );
    }
    expect(merges).toBeGreaterThan(50);
  });
});
