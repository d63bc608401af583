import { describe, expect, it, vi } from 'vitest';
import type { App } from '../../api/studioTypes';
import { fieldAt, setFieldWords } from '../model/fields';
import { leaveApp } from '../model/testing/leave';
import { createDesigner } from './designer';
import { createSaver } from './saver';
import { takeIn } from './takeIn';

const retitle = (app: App, path: string, wording: string) => setFieldWords(app, path, 'title', 'en', wording);
const title = (app: App, path: string) => fieldAt(app, path)?.layout.title?.en;

function setUp() {
  const first = leaveApp();
  const designer = createDesigner(first);
  const saver = createSaver({ rev: 1, savedAt: 1, findings: [], app: first, save: vi.fn(), delay: 1e6 });
  designer.store.subscribe((state, before) => {
    if (state.app !== before.app) saver.changed(state.app);
  });
  const newer = (app: App) => ({ rev: 5, savedAt: 2, savedBy: null, findings: [], app, revision: 1, changed: true });
  return {
    first,
    designer,
    saver,
    newer,
    app: () => designer.store.getState().app,
    edit: designer.store.getState().edit,
  };
}

describe('taking in what somebody else saved', () => {
  it('keeps both edits, and undo and redo go over one’s own alone', () => {
    const { first, designer, saver, newer, app, edit } = setUp();
    edit((a) => retitle(a, 'days', 'Mine 1'));
    edit((a) => retitle(a, 'days', 'Mine 2'));
    designer.undo();
    takeIn(designer, saver, newer(retitle(first, 'reason', 'Theirs')));
    expect([title(app(), 'days'), title(app(), 'reason')]).toEqual(['Mine 1', 'Theirs']);
    expect(saver.state.getState().rev).toBe(5);
    expect(saver.isUnsaved()).toBe(true);
    designer.undo();
    expect([title(app(), 'days'), title(app(), 'reason')]).toEqual(['Days', 'Theirs']);
    designer.redo();
    designer.redo();
    expect([title(app(), 'days'), title(app(), 'reason')]).toEqual(['Mine 2', 'Theirs']);
  });

  it('gives up what was chosen to be given up, and undo brings it back', () => {
    const { first, designer, saver, newer, app, edit } = setUp();
    edit((a) => retitle(retitle(a, 'days', 'Mine'), 'type', 'My type'));
    const theirs = newer(retitle(retitle(first, 'days', 'Theirs'), 'reason', 'Why'));
    takeIn(designer, saver, theirs, { 'field days layout.title.en': 'theirs' });
    expect(['days', 'type', 'reason'].map((id) => title(app(), id))).toEqual(['Theirs', 'My type', 'Why']);
    designer.undo();
    expect(['days', 'type', 'reason'].map((id) => title(app(), id))).toEqual(['Mine', 'My type', 'Why']);
  });

  it('has nothing to save where nothing was edited', () => {
    const { first, designer, saver, newer, app } = setUp();
    takeIn(designer, saver, newer(retitle(first, 'days', 'Theirs')));
    expect(title(app(), 'days')).toBe('Theirs');
    expect(saver.isUnsaved()).toBe(false);
    designer.undo();
    expect(title(app(), 'days')).toBe('Theirs');
  });
});
