import { describe, expect, it } from 'vitest';
import type { App } from '../../api/studioTypes';
import { moveFields, removeFields, setAllRequired } from './bulk';
import { changeOf } from './changes';
import { addField, addSection, nudgeField, nudgeSection, orderColumns, setFieldWords, setSection } from './fields';
import { insertStep } from './flow';
import { removeSection } from './removal';
import { addRule, setRuleEnabled } from './rules';
import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';

const app = leaveApp();

describe('what an undo or a redo changed', () => {
  it.each<[string, App, unknown]>([
    ['words', setFieldWords(app, 'days', 'title', 'en', 'x'), { kind: 'field', path: 'days' }],
    ['a column', setFieldWords(app, 'items.what', 'title', 'en', 'x'), { kind: 'field', path: 'items.what' }],
    ['the order of columns', orderColumns(app, 'items', ['amount']), { kind: 'field', path: 'items' }],
    ['a new field', addField(app, 'text', undefined, countingIds()).app, { kind: 'field', path: 'text_1' }],
    ['a note', addField(app, 'note', undefined, countingIds()).app, { kind: 'field', path: '$note_1' }],
    ['several', setAllRequired(app, ['type', 'days'], false), { kind: 'fields', paths: ['type', 'days'] }],
    ['a field moved away', moveFields(app, ['days'], { section: 'why', index: 1 }), { kind: 'field', path: 'days' }],
    ['a field moved', nudgeField(app, 'days', -1), { kind: 'field', path: 'days' }],
    ['a field gone', removeFields(app, ['reason']), { kind: 'section', id: 'why' }],
    ['a section', setSection(app, 'why', { columns: 2 }), { kind: 'section', id: 'why' }],
    ['a new section', addSection(app, 'when', countingIds()).app, { kind: 'section', id: 'section_1' }],
    ['sections moved', nudgeSection(app, 'why', -1), { kind: 'section', id: 'why' }],
  ])('%s', (_, after, selection) => {
    expect(changeOf(app, after)).toEqual({ tab: 'form', selection });
  });

  it('a section removed and brought back', () => {
    expect(changeOf(app, removeSection(app, 'when'))).toMatchObject({ tab: 'form' });
    expect(changeOf(removeSection(app, 'when'), app)?.selection).toEqual({ kind: 'fields', paths: ['type', 'days'] });
  });

  it('rules, steps, scripts and settings', () => {
    expect(changeOf(app, setRuleEnabled(app, 'cover', false))).toEqual({
      tab: 'rules',
      selection: { kind: 'rule', id: 'cover' },
    });
    expect(changeOf(addRule(app, countingIds()).app, app)).toEqual({ tab: 'rules', selection: null });
    const step = insertStep(app, { edge: 'e1' }, 'cc', countingIds()).app;
    expect(changeOf(app, step)?.tab).toBe('flow');
    expect(changeOf(app, { ...app, name: { en: 'Other' } })).toEqual({ tab: 'settings', selection: null });
    expect(changeOf(app, { ...app, scripts: {} })).toEqual({ tab: 'scripts', selection: null });
    expect(changeOf({ ...app, scripts: {} }, app)).toEqual({
      tab: 'scripts',
      selection: { kind: 'script', key: 'validate' },
    });
    expect(changeOf(app, app)).toBeUndefined();
  });
});
