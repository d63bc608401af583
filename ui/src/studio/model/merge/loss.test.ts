import { describe, expect, it } from 'vitest';
import type { App } from '../../../api/studioTypes';
import {
  addColumn,
  addField,
  addSection,
  fieldAt,
  moveField,
  nudgeSection,
  orderColumns,
  setFieldLayout,
  setFieldSchema,
  setFieldWords,
} from '../fields';
import { moveBranch, setNode } from '../flow';
import { addOption, moveOption, optionsOf, removeOption } from '../options';
import { removeField, removeSection } from '../removal';
import { addRule, moveRule, removeRule, setRuleWhen } from '../rules';
import { leaveApp } from '../testing/leave';
import { chance, countingIds } from '../testing/sound';
import { type Conflict, merge } from './merge';
import { type Group, groups, type Parts, singles, takeApart } from './parts';
import { isRecord, same } from './same';

/** An app with several of everything whose order can be changed. */
function start(): App {
  const ids = countingIds();
  let app = leaveApp();
  for (let i = 0; i < 4; i++) app = addOption(app, 'type', ids).app;
  for (const kind of ['text', 'number', 'date'] as const)
    app = addField(app, kind, { section: 'when', index: 1 }, ids).app;
  for (const kind of ['text', 'number'] as const) app = addColumn(app, 'items', kind, ids).app;
  for (let i = 0; i < 4; i++) app = addRule(app, ids).app;
  for (let i = 0; i < 3; i++) app = addSection(app, 'why', ids).app;
  const more = ['e7', 'e8', 'e9'].map((id) => ({
    id,
    from: 'length',
    to: 'head',
    when: { '>': [{ var: 'days' }, 9] },
  }));
  return { ...app, flow: { ...app.flow, edges: [...app.flow.edges, ...more] } };
}

function anyEdit(app: App, random: () => number, ids: (prefix: string) => string): App {
  const any = (n: number) => Math.floor(random() * n);
  const pick = <T>(all: readonly T[]): T => all[any(all.length)] as T;
  const paths = [...takeApart(app).groups.field.keys()];
  const tops = paths.filter((path) => !path.includes('.'));
  const { sections } = app.form.layout;
  if (paths.length < 3 || sections.length < 2) return app;
  const path = pick(paths);
  const section = pick(sections).id;
  const columns = fieldAt(app, 'items')?.columns.map((column) => column.id) ?? [];
  const options = optionsOf(app, 'type');
  const edits: (() => App)[] = [
    () => setFieldWords(app, path, 'title', 'en', ids('title')),
    () => setFieldLayout(app, path, { width: 1 + any(3) }),
    () => setFieldSchema(app, pick(tops), { description: ids('why') }),
    () => addField(app, pick(['text', 'table', 'note'] as const), { section, index: any(4) }, ids).app,
    () => moveField(app, pick(tops), { section, index: any(5) }),
    () => moveField(app, pick(tops), { section: 'when', index: any(5) }),
    () => removeField(app, path),
    () => (columns.length > 0 ? addColumn(app, 'items', 'text', ids).app : app),
    () =>
      columns.length > 0
        ? orderColumns(
            app,
            'items',
            [...columns].sort(() => random() - 0.5),
          )
        : app,
    () => nudgeSection(app, section, pick([-1, 1] as const)),
    () => addSection(app, section, ids).app,
    () => (random() < 0.3 ? removeSection(app, section) : app),
    () => moveRule(app, any(app.rules.length), any(app.rules.length)),
    () => moveRule(app, any(app.rules.length), any(app.rules.length)),
    () => (app.rules.length > 2 ? removeRule(app, pick(app.rules).id) : app),
    () => addRule(app, ids).app,
    () => (app.rules.length > 0 ? setRuleWhen(app, pick(app.rules).id, { '>': [{ var: 'days' }, any(9)] }) : app),
    () => (options.length > 0 ? moveOption(app, 'type', any(options.length), any(options.length)) : app),
    () => (options.length > 1 ? removeOption(app, 'type', pick(options).value) : app),
    () => (options.length > 0 ? addOption(app, 'type', ids).app : app),
    () => moveBranch(app, pick(app.flow.edges).id, pick([-1, 1] as const)),
    () => setNode(app, pick(app.flow.nodes).id, { name: { en: ids('name') } }),
  ];
  return pick(edits)();
}

type Lists = Map<string, readonly string[]>;

/** Every single setting of an app, and every list of names that people see in its order. */
function flat(parts: Parts): { leaves: Map<string, unknown>; lists: Lists } {
  const leaves = new Map<string, unknown>();
  const lists: Lists = new Map();
  const walk = (key: string, value: unknown): void => {
    const last = key.split('.').at(-1) ?? '';
    if (['fields', 'columns', 'enum', 'summary'].includes(last) && Array.isArray(value))
      lists.set(key, value as string[]);
    else if (isRecord(value) && !['when', 'assignee'].includes(last))
      for (const [name, each] of Object.entries(value)) walk(`${key}.${name}`, each);
    else leaves.set(key, value);
  };
  for (const kind of singles) walk(`${kind} `, parts.singles[kind]);
  for (const kind of groups)
    for (const [id, thing] of parts.groups[kind]) {
      leaves.set(`${kind} ${id}|`, true);
      walk(`${kind} ${id}|`, thing);
    }
  for (const kind of ['section', 'tab', 'rule'] as const) lists.set(`${kind} |order`, parts.orders.get(kind) ?? []);
  for (const from of parts.groups.node.keys())
    lists.set(
      `node ${from}|order`,
      (parts.orders.get('edge') ?? []).filter((id) => parts.groups.edge.get(id)?.from === from),
    );
  return { leaves, lists };
}

/** What of a side's own changes is in the merged app neither as that side has it nor asked about. */
function lost(base: App, side: App, other: App, merged: App, conflicts: readonly Conflict[]): string[] {
  const [b, s, m] = [base, side, merged].map((app) => flat(takeApart(app))) as [
    ReturnType<typeof flat>,
    ReturnType<typeof flat>,
    ReturnType<typeof flat>,
  ];
  const there = takeApart(other);
  const asked = (key: string): boolean => {
    const [kind, id = ''] = (key.split('|')[0] ?? '').split(' ');
    const table = id.split('.')[0];
    return conflicts.some(
      (each) =>
        (each.kind === kind && (each.id === id || (kind === 'field' && each.id === table && each.aspect === ''))) ||
        (each.kind === 'flow' && (kind === 'node' || kind === 'edge')),
    );
  };
  const fieldAsked = (id: string) => conflicts.some((each) => ['field', 'block'].includes(each.kind) && each.id === id);
  const out: string[] = [];
  for (const key of new Set([...b.leaves.keys(), ...s.leaves.keys()])) {
    const now = s.leaves.get(key);
    if (same(b.leaves.get(key), now) || same(m.leaves.get(key), now) || asked(key)) continue;
    out.push(key);
  }
  for (const key of new Set([...b.lists.keys(), ...s.lists.keys()])) {
    const [before, now, got] = [b, s, m].map(({ lists }) => lists.get(key) ?? []) as [
      readonly string[],
      readonly string[],
      readonly string[],
    ];
    if (asked(key)) continue;
    const placed = key.startsWith('section ') && key.endsWith('fields');
    const gone = (id: string) =>
      placed
        ? !there.groups.field.has(id) && !there.groups.block.has(id)
        : before.includes(id) && !(flat(there).lists.get(key) ?? []).includes(id);
    // Of a group of things, which of them there are is among the settings.
    const members = !key.endsWith('|order');
    for (const id of now)
      if (members && !before.includes(id) && !got.includes(id) && !gone(id) && !fieldAsked(id))
        out.push(`${key} lacks ${id}`);
    for (const id of before)
      if (members && !now.includes(id) && got.includes(id) && !fieldAsked(id)) out.push(`${key} still has ${id}`);
    const both = now.filter((id) => before.includes(id) && got.includes(id) && !fieldAsked(id));
    for (const x of both)
      for (const y of both) {
        const flipped = before.indexOf(x) < before.indexOf(y) && now.indexOf(y) < now.indexOf(x);
        if (flipped && got.indexOf(x) < got.indexOf(y)) out.push(`${key}: ${y} is not before ${x}`);
      }
  }
  return out;
}

describe('any two edits', () => {
  const base = start();
  const edited = (seed: number, prefix: string) => {
    const random = chance(seed);
    const count = countingIds();
    let app = base;
    for (let i = 0; i < 7; i++) app = anyEdit(app, random, (kind) => `${prefix}${count(kind)}`);
    return app;
  };

  it('lose nothing of either side that nobody is asked about', () => {
    let [quiet, orders] = [0, 0];
    for (let seed = 1; seed <= 300; seed++) {
      const [mine, theirs] = [edited(seed, 'm'), edited(seed + 10_000, 't')];
      const { app, conflicts } = merge(base, mine, theirs);
      expect([seed, lost(base, mine, theirs, app, conflicts)]).toEqual([seed, []]);
      expect([seed, lost(base, theirs, mine, app, conflicts)]).toEqual([seed, []]);
      if (conflicts.length === 0) quiet += 1;
      if (conflicts.some(({ aspect }) => ['order', 'fields', 'layout.columns', 'schema.enum'].includes(aspect)))
        orders += 1;

      // A choice of theirs everywhere is theirs wherever it was asked.
      const all = Object.fromEntries(conflicts.map(({ key }) => [key, 'theirs' as const]));
      const chosen = merge(base, mine, theirs, all);
      expect([seed, lost(base, theirs, mine, chosen.app, [])]).toEqual([seed, []]);
      expect(chosen.conflicts.map(({ key }) => key)).toEqual(conflicts.map(({ key }) => key));
    }
    expect(quiet).toBeGreaterThan(30);
    expect(orders).toBeGreaterThan(30);
  });

  it('would be seen to be lost', () => {
    const mine = moveRule(base, 0, 3);
    const theirs = moveRule(base, 3, 1);
    expect(lost(base, mine, theirs, theirs, []).length).toBeGreaterThan(0);
    expect(lost(base, setFieldWords(base, 'days', 'title', 'en', 'D'), base, base, [])).toEqual([
      'field days|.layout.title.en',
    ]);
  });
});

describe('the orders of one list', () => {
  const base = start();
  const order = (app: App) => app.rules.map(({ id }) => id);
  const [a, b, c, d, e] = order(base) as [string, string, string, string, string];

  it('are put together where each side moved something else', () => {
    const merged = merge(base, moveRule(base, 0, 2), moveRule(base, 4, 3));
    expect(merged.conflicts).toEqual([]);
    expect(order(merged.app)).toEqual([b, c, a, e, d]);
  });

  it.each<[string, (app: App) => App, (app: App) => App, string]>([
    ['rules', (app) => moveRule(app, 0, 2), (app) => moveRule(app, 0, 4), 'rule  order'],
    ['sections', (app) => nudgeSection(app, 'why', -1), (app) => nudgeSection(app, 'why', 1), 'section  order'],
    [
      'options',
      (app) => moveOption(app, 'type', 0, 3),
      (app) => moveOption(app, 'type', 0, 1),
      'field type schema.enum',
    ],
    [
      'columns',
      (app) => orderColumns(app, 'items', ['amount', 'what']),
      (app) => orderColumns(app, 'items', ['number_9', 'amount']),
      'field items layout.columns',
    ],
    [
      'fields of a section',
      (app) => moveField(app, 'type', { section: 'when', index: 5 }),
      (app) => moveField(app, 'type', { section: 'when', index: 2 }),
      'section when fields',
    ],
    ['branches', (app) => moveBranch(app, 'e8', -1), (app) => moveBranch(app, 'e8', 1), 'node length order'],
  ])('are asked about where both moved the same: %s', (_what, my, their, key) => {
    const [mine, theirs] = [my(base), their(base)];
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts.map((each) => each.key)).toEqual([key]);
    expect(same(merged.app, mine)).toBe(true);
    expect(same(merge(base, mine, theirs, { [key]: 'theirs' }).app, theirs)).toBe(true);
  });

  it('asks where the one moved a field within its section and the other to another one', () => {
    const mine = moveField(base, 'type', { section: 'when', index: 5 });
    const theirs = moveField(base, 'type', { section: 'why', index: 0 });
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts.map((each) => each.key)).toEqual(['field type section']);
    expect(merged.app.form.layout.sections.map(({ fields }) => fields)).toEqual(
      mine.form.layout.sections.map(({ fields }) => fields),
    );
    const other = merge(base, mine, theirs, { 'field type section': 'theirs' }).app;
    expect(other.form.layout.sections.map(({ fields }) => fields)).toEqual(
      theirs.form.layout.sections.map(({ fields }) => fields),
    );
  });

  it('asks about a table that the one removed and the other gave a column, and keeps it whole', () => {
    const mine = removeField(base, 'items');
    const theirs = setFieldWords(base, 'items.amount', 'title', 'en', 'Sum');
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts.map((each) => each.key)).toEqual(['field items ']);
    expect(fieldAt(merged.app, 'items')).toBeUndefined();
    const kept = merge(base, mine, theirs, { 'field items ': 'theirs' }).app;
    expect(fieldAt(kept, 'items')?.columns.map(({ id }) => id)).toEqual(
      fieldAt(theirs, 'items')?.columns.map(({ id }) => id),
    );
    expect(fieldAt(kept, 'items.amount')?.layout.title?.en).toBe('Sum');
  });
});

// A group that is new must be thought of here too.
it('knows every group', () => {
  const known: Record<Group, true> = {
    field: true,
    block: true,
    tab: true,
    section: true,
    rule: true,
    node: true,
    edge: true,
  };
  expect(Object.keys(known).sort()).toEqual([...groups].sort());
});
