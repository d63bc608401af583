import type { StudioDraft } from '../../api/studioTypes';
import { type Choices, type Merged, merge } from '../model/merge/merge';
import type { Designer } from './designer';
import type { Saver } from './saver';

/**
 * Takes a newer version of the draft in, and the author's own edits on top of it. What the author gave up for it
 * is one step of undo; undo never takes back what somebody else did.
 */
export function takeIn(designer: Designer, saver: Saver, newer: StudioDraft, choices: Choices = {}): Merged {
  const base = saver.base();
  const before = designer.store.getState().app;
  const merged = merge(base, before, newer.app);
  saver.adopt(newer);
  designer.rebase((app) => merge(base, app, newer.app).app);
  if (Object.values(choices).includes('theirs')) {
    designer.store.getState().edit(() => merge(base, before, newer.app, choices).app);
  }
  return merged;
}
