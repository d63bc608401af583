import { describe, expect, it } from 'vitest';
import type { App } from '../../api/studioTypes';
import { fieldAt as coreFieldAt } from '../../core/form';
import {
  addColumn,
  addField,
  addSection,
  copyField,
  fieldAt,
  fieldsOf,
  moveField,
  nudgeField,
  nudgeSection,
  setFieldLayout,
  setFieldSchema,
  setFieldWords,
  setRequired,
  setSection,
} from './fields';
import { randomIds } from './ids';
import { columnKinds, kindGroups, kindOf } from './kinds';
import { addOption, moveOption, optionsOf, removeOption, setOptionWords } from './options';
import { removeField, removeSection } from './removal';
import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';
import { pathsIn, usesOf } from './uses';

const order = (app: App) => app.form.layout.sections.map((section) => section.fields);

describe('addField', () => {
  it.each(Object.values(kindGroups).flat())(
    'adds a %s with a title in both languages, where it was asked for',
    (kind) => {
      const { app, path } = addField(leaveApp(), kind, { section: 'when', index: 1 }, countingIds());
      expect(order(app)[0]).toEqual(['type', path, 'days']);
      const field = fieldAt(app, path);
      expect(field?.kind).toBe(kind === 'computed' ? 'number' : kind);
      expect(field?.layout.title?.en).toBeTruthy();
      expect(field?.layout.title?.['zh-CN']).toBeTruthy();
      // What only a widget tells apart is read as the plain kind where the layout names none.
      const plain: Partial<Record<typeof kind, string>> = { textarea: 'text', tree: 'choice' };
      for (const number of kindGroups.numbers) plain[number] = 'number';
      if (kind === 'computed') expect(app.rules.at(-1)?.then).toEqual([{ do: 'set', field: path, value: null }]);
      else expect(app.rules).toEqual(leaveApp().rules);
      expect(kindOf(field?.schema ?? {}, undefined)).toBe(plain[kind] ?? kind);
    },
  );

  it('adds a note and a line, which are no fields', () => {
    const ids = countingIds();
    const note = addField(leaveApp(), 'note', { section: 'when', index: 1 }, ids);
    const line = addField(note.app, 'divider', { section: 'when', index: 0 }, ids);
    expect(order(line.app)[0]).toEqual([line.path, 'type', note.path, 'days']);
    expect(fieldsOf(line.app).map((field) => field.id)).toEqual(fieldsOf(leaveApp()).map((field) => field.id));
    expect(line.app.form.schema).toEqual(leaveApp().form.schema);
    const worded = setFieldWords(line.app, note.path, 'title', 'en', 'Read this');
    expect(worded.form.layout.blocks?.[note.path]).toEqual({
      kind: 'note',
      text: { en: 'Read this', 'zh-CN': '说明' },
    });
    const copied = copyField(worded, note.path, ids);
    expect(fieldAt(copied.app, copied.path)?.layout.title?.en).toBe('Read this');
    const gone = [copied.path, note.path, line.path].reduce(removeField, copied.app);
    expect(gone.form.layout).toEqual(leaveApp().form.layout);
  });

  it('starts a choice with two options and a table with a column', () => {
    const ids = countingIds();
    const choice = addField(leaveApp(), 'choice', undefined, ids);
    expect(optionsOf(choice.app, choice.path).map((option) => option.words.en)).toEqual(['Option 1', 'Option 2']);
    const table = addField(leaveApp(), 'table', undefined, ids);
    expect(fieldAt(table.app, table.path)?.columns).toHaveLength(1);
  });

  it('makes a section where there is none', () => {
    const bare = removeSection(removeSection(leaveApp(), 'when'), 'why');
    expect(order(bare)).toEqual([]);
    const { app, path } = addField(bare, 'text', { section: 'gone', index: 3 }, countingIds());
    expect(order(app)).toEqual([[path]]);
  });

  it('leaves the app it was given as it was', () => {
    const app = leaveApp();
    addField(app, 'table');
    expect(app).toEqual(leaveApp());
  });
});

it('ids fit the rule of the house and differ', () => {
  const ids = Array.from({ length: 200 }, () => randomIds('dateRange'));
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9_]{0,63}$/);
  expect(new Set(ids).size).toBe(200);
});

describe('removeField', () => {
  it('takes its words, place, requirement, access and summary along, and leaves rules to their author', () => {
    const app = removeField(leaveApp(), 'days');
    expect(fieldAt(app, 'days')).toBeUndefined();
    expect(app.form.schema.required).toEqual(['type', 'reason']);
    expect(order(app)[0]).toEqual(['type']);
    expect(app.form.layout.fields).not.toHaveProperty('days');
    expect(app.summary).toEqual(['type']);
    expect(app.flow.nodes[1]?.fields).toEqual({ 'items.amount': 'hide' });
    expect(app.rules).toEqual(leaveApp().rules);
  });

  it('takes a table with the words of its columns', () => {
    const app = removeField(leaveApp(), 'items');
    expect(Object.keys(app.form.layout.fields).filter((path) => path.startsWith('items'))).toEqual([]);
  });

  it('removes one column', () => {
    const app = removeField(leaveApp(), 'items.amount');
    expect(fieldAt(app, 'items')?.columns.map((column) => column.id)).toEqual(['what']);
    expect(fieldAt(app, 'items')?.schema.items).toMatchObject({ required: [] });
    expect(app.form.layout.fields).not.toHaveProperty('items.amount');
  });

  it('does nothing for a field that is not there', () => {
    const app = leaveApp();
    expect(removeField(app, 'gone')).toBe(app);
    expect(removeField(app, 'items.gone')).toBe(app);
  });
});

describe('moving', () => {
  it('counts the spot with the field in its old place', () => {
    const app = leaveApp();
    expect(order(moveField(app, 'reason', { section: 'why', index: 3 }))[1]).toEqual(['handover', 'items', 'reason']);
    expect(order(moveField(app, 'items', { section: 'why', index: 0 }))[1]).toEqual(['items', 'reason', 'handover']);
    expect(order(moveField(app, 'type', { section: 'why', index: 1 }))).toEqual([
      ['days'],
      ['reason', 'type', 'handover', 'items'],
    ]);
    expect(moveField(app, 'reason', { section: 'why', index: 1 })).toBe(app);
    expect(moveField(app, 'reason', { section: 'gone', index: 1 })).toBe(app);
  });

  it('nudges over the border of a section and stops at the ends of the form', () => {
    const app = leaveApp();
    expect(order(nudgeField(app, 'days', 1))).toEqual([['type'], ['days', 'reason', 'handover', 'items']]);
    expect(order(nudgeField(app, 'reason', -1))).toEqual([
      ['type', 'days', 'reason'],
      ['handover', 'items'],
    ]);
    expect(order(nudgeField(app, 'handover', 1))[1]).toEqual(['reason', 'items', 'handover']);
    expect(nudgeField(app, 'type', -1)).toBe(app);
    expect(nudgeField(app, 'items', 1)).toBe(app);
  });

  it('keeps the order of columns where the form reads it', () => {
    const bare = setFieldLayout(leaveApp(), 'items', { columns: undefined });
    const { app, path } = addColumn(nudgeField(bare, 'items.amount', 1), 'items', 'text', () => 'a');
    for (const each of [bare, nudgeField(bare, 'items.amount', 1), app, removeField(app, 'items.what')]) {
      const ids = fieldAt(each, 'items')?.columns.map((column) => column.id);
      expect(coreFieldAt(each.form, 'items')?.columns.map((column) => column.id)).toEqual(ids);
    }
    expect(fieldAt(app, 'items')?.columns.map((column) => column.path)).toEqual(['items.what', 'items.amount', path]);
  });

  it('nudges columns inside their table', () => {
    const app = nudgeField(leaveApp(), 'items.amount', -1);
    expect(fieldAt(app, 'items')?.columns.map((column) => column.id)).toEqual(['amount', 'what']);
    expect(nudgeField(app, 'items.amount', -1)).toBe(app);
  });

  it('moves sections', () => {
    const app = leaveApp();
    expect(nudgeSection(app, 'why', -1).form.layout.sections.map((section) => section.id)).toEqual(['why', 'when']);
    expect(nudgeSection(app, 'why', 1)).toBe(app);
  });
});

describe('copyField', () => {
  it('stands behind the original with the same settings under a new id', () => {
    const { app, path } = copyField(leaveApp(), 'items', countingIds());
    expect(order(app)[1]).toEqual(['reason', 'handover', 'items', path]);
    const [old, fresh] = [fieldAt(app, 'items'), fieldAt(app, path)];
    expect(fresh?.schema).toEqual(old?.schema);
    expect(fresh?.columns.map((column) => column.layout)).toEqual(old?.columns.map((column) => column.layout));
    expect(path).not.toBe('items');
  });

  it('copies a column and what is required', () => {
    const { app, path } = copyField(leaveApp(), 'items.what', countingIds());
    expect(fieldAt(app, 'items')?.columns.map((column) => column.path)).toEqual(['items.what', path, 'items.amount']);
    const required = copyField(leaveApp(), 'days', countingIds());
    expect(fieldAt(required.app, required.path)?.required).toBe(true);
  });
});

describe('settings', () => {
  it('sets words per language and drops emptied ones', () => {
    let app = setFieldWords(leaveApp(), 'days', 'help', 'zh-CN', '按工作日');
    expect(fieldAt(app, 'days')?.layout.help).toEqual({ 'zh-CN': '按工作日' });
    app = setFieldWords(app, 'days', 'help', 'zh-CN', '');
    expect(fieldAt(app, 'days')?.layout).not.toHaveProperty('help');
    app = setFieldWords(app, 'days', 'title', 'en', '');
    expect(fieldAt(app, 'days')?.layout.title).toEqual({ 'zh-CN': '天数' });
  });

  it('sets limits and drops them, and leaves other keywords alone', () => {
    let app = setFieldSchema(leaveApp(), 'days', { minimum: 1, exclusiveMinimum: undefined });
    expect(fieldAt(app, 'days')?.schema).toEqual({ type: 'number', multipleOf: 0.5, minimum: 1 });
    app = setFieldSchema(app, 'items.amount', { multipleOf: 0.01 });
    expect(fieldAt(app, 'items.amount')?.schema).toEqual({ type: 'number', multipleOf: 0.01 });
    expect(setFieldLayout(app, 'days', { width: 2 }).form.layout.fields.days?.width).toBe(2);
    const gone = setFieldSchema(app, 'gone', { minimum: 1 });
    expect(fieldAt(gone, 'gone')).toBeUndefined();
  });

  it('says what is required', () => {
    const app = setRequired(setRequired(leaveApp(), 'handover', true), 'items.amount', false);
    expect(fieldAt(app, 'handover')?.required).toBe(true);
    expect(fieldAt(app, 'items.amount')?.required).toBe(false);
  });

  it('changes sections', () => {
    const { app, id } = addSection(leaveApp(), 'when', countingIds());
    expect(app.form.layout.sections.map((section) => section.id)).toEqual(['when', id, 'why']);
    expect(setSection(app, id, { columns: 1 }).form.layout.sections[1]?.columns).toBe(1);
  });

  it('adds columns of every kind that fits', () => {
    for (const kind of columnKinds) {
      const { app, path } = addColumn(leaveApp(), 'items', kind, countingIds());
      expect(fieldAt(app, path)?.kind).toBe(kind);
      expect(fieldAt(app, 'items')?.columns.at(-1)?.path).toBe(path);
    }
  });
});

describe('options', () => {
  it('are added, worded, moved and removed, values unchanged', () => {
    const ids = countingIds();
    let { app, value } = addOption(leaveApp(), 'type', ids);
    app = setOptionWords(app, 'type', value, 'en', 'Marriage');
    app = moveOption(app, 'type', 2, 0);
    expect(optionsOf(app, 'type').map((option) => [option.value, option.words.en])).toEqual([
      [value, 'Marriage'],
      ['annual', 'Annual'],
      ['sick', 'Sick'],
    ]);
    app = removeOption(app, 'type', 'annual');
    expect(fieldAt(app, 'type')?.schema.enum).toEqual([value, 'sick']);
    expect(Object.keys(app.form.layout.fields.type?.options ?? {})).toEqual([value, 'sick']);
    expect(moveOption(app, 'type', 0, -1)).toBe(app);
  });
});

describe('usesOf', () => {
  it('names rules, steps, branches, the title, the summary and scripts', () => {
    const app = leaveApp();
    const kindsOf = (path: string) => usesOf(app, path).map((use) => `${use.kind} ${use.id}`);
    expect(kindsOf('days')).toEqual(['rule cover', 'branch e3', 'summary summary']);
    expect(kindsOf('handover')).toEqual(['rule cover']);
    expect(kindsOf('type')).toEqual(['title title', 'summary summary']);
    expect(kindsOf('reason')).toEqual(['script validate']);
    expect(kindsOf('items')).toEqual([]);
  });

  it('sees columns and people in fields', () => {
    const app = leaveApp();
    app.flow.nodes.push({ id: 'x', type: 'approval', name: {}, assignee: { kind: 'field', field: 'handover' } });
    app.rules.push({
      id: 'sum',
      name: {},
      enabled: true,
      // biome-ignore lint/suspicious/noThenProperty: this is the name in the definition's format.
      then: [{ do: 'set', field: 'days', value: { sum: [{ var: 'items.amount' }] } }],
    });
    expect(usesOf(app, 'items').map((use) => use.id)).toEqual(['sum']);
    expect(usesOf(app, 'items.amount').map((use) => use.id)).toEqual(['sum']);
    expect(usesOf(app, 'items.what')).toEqual([]);
    expect(usesOf(app, 'handover').map((use) => use.kind)).toEqual(['rule', 'step']);
  });

  it('takes ids as they stand', () => {
    const app = leaveApp();
    app.scripts = { validate: 'form["a(b"] + form.days2' };
    expect(usesOf(app, 'a(b').map((use) => use.kind)).toEqual(['script']);
    expect(usesOf(app, 'days').map((use) => use.kind)).not.toContain('script');
  });

  it('reads variables with a default too', () => {
    expect([...pathsIn({ '+': [{ var: ['a', 0] }, { var: 'b.c' }, 3] })]).toEqual(['a', 'b.c']);
  });
});

it('lists fields in the order of the form', () => {
  expect(fieldsOf(leaveApp()).map((field) => field.path)).toEqual(['type', 'days', 'reason', 'handover', 'items']);
});
