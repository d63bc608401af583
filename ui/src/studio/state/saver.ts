import { createStore } from 'zustand/vanilla';
import { ApiProblem } from '../../api/problem';
import type { App, Finding, SavedStudioDraft } from '../../api/studioTypes';

export type SaveStatus =
  | { kind: 'saved'; at: number }
  /** Changed since the last save, which follows shortly. */
  | { kind: 'changed' }
  | { kind: 'saving' }
  /** The last attempt failed; `again` says whether another follows by itself. */
  | { kind: 'failed'; error: unknown; again: boolean }
  /** Someone else saved in between. Nothing is saved until the author has decided. */
  | { kind: 'stale' };

export interface SaverState {
  rev: number;
  status: SaveStatus;
  findings: Finding[];
}

export interface SaverOptions {
  rev: number;
  savedAt: number;
  findings: Finding[];
  app: App;
  save: (rev: number, app: App) => Promise<SavedStudioDraft>;
  /** How long to wait for more edits, in milliseconds. */
  delay?: number;
  /** The waits after failures that may pass, in milliseconds; the last one repeats. */
  waits?: readonly number[];
}

/** What a later attempt may mend by itself: no server, an overloaded one, or a session that ended. */
function mayPass(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || [401, 429, 500, 502, 503, 504].includes(error.status));
}

/**
 * Saves a document by itself: one request at a time, each on the revision that the last one gave.
 * Whatever goes wrong, the document stays with the author.
 */
export function createSaver({
  rev,
  savedAt,
  findings,
  app,
  save,
  delay = 700,
  waits = [2000, 5000, 15000, 30000],
}: SaverOptions) {
  const state = createStore<SaverState>(() => ({ rev, status: { kind: 'saved', at: savedAt }, findings }));
  let current = app;
  let saved = app;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let failures = 0;
  let lastSaved = savedAt;

  const status = (next: SaveStatus) => state.setState({ status: next });
  const plan = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void start(), ms);
  };

  /** Saves until nothing is left to save, or an attempt fails. */
  const run = async (): Promise<void> => {
    while (current !== saved && state.getState().status.kind !== 'stale') {
      const sent = current;
      status({ kind: 'saving' });
      try {
        const answer = await save(state.getState().rev, sent);
        failures = 0;
        saved = sent;
        lastSaved = answer.savedAt;
        state.setState({
          rev: answer.rev,
          findings: answer.findings,
          status: current === saved ? { kind: 'saved', at: answer.savedAt } : { kind: 'changed' },
        });
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 409) {
          status({ kind: 'stale' });
          return;
        }
        const again = mayPass(error);
        status({ kind: 'failed', error, again });
        if (again) plan(waits[Math.min(failures++, waits.length - 1)] ?? 30000);
        return;
      }
    }
  };

  const start = (): Promise<void> => {
    clearTimeout(timer);
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    state,
    /** Takes note of an edit and saves it shortly. */
    changed(next: App): void {
      current = next;
      const { kind } = state.getState().status;
      if (kind === 'stale') return;
      if (current === saved) {
        // Undone back to what is saved: nothing is left to do.
        clearTimeout(timer);
        if (!running && kind !== 'saved') status({ kind: 'saved', at: lastSaved });
        return;
      }
      if (!running) status({ kind: 'changed' });
      plan(delay);
    },
    /** Saves at once. True when everything is saved. */
    async flush(): Promise<boolean> {
      await start();
      return current === saved;
    },
    /** Takes up the server's newer document; what the author then has becomes an edit of it. */
    adopt(next: { rev: number; savedAt: number; findings: Finding[]; app: App }): void {
      clearTimeout(timer);
      current = next.app;
      saved = next.app;
      lastSaved = next.savedAt;
      state.setState({ rev: next.rev, findings: next.findings, status: { kind: 'saved', at: next.savedAt } });
    },
    /** Takes note that the server has a newer document, learned from another call. */
    outdated(): void {
      clearTimeout(timer);
      status({ kind: 'stale' });
    },
    /** Replaces the findings, for instance after a switch of language. */
    found(list: Finding[]): void {
      state.setState({ findings: list });
    },
    /** What was saved last, on which the author's edits are made. */
    base: (): App => saved,
    /** Whether something would be lost if the page were closed now. */
    isUnsaved: (): boolean => current !== saved,
    stop: (): void => clearTimeout(timer),
  };
}

export type Saver = ReturnType<typeof createSaver>;
