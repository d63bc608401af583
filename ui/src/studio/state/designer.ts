import { temporal } from 'zundo';
import { createStore } from 'zustand/vanilla';
import type { App } from '../../api/studioTypes';
import { type Change, changeOf } from '../model/changes';

/** What the inspector shows. */
export type Selection =
  | { kind: 'field'; path: string }
  /** Several fields and blocks of the canvas; never one alone. */
  | { kind: 'fields'; paths: readonly string[] }
  /** Columns of one table; what the canvas marks is the table. */
  | { kind: 'columns'; table: string; ids: readonly string[] }
  | { kind: 'section'; id: string }
  | { kind: 'node'; id: string }
  | { kind: 'branch'; id: string }
  | { kind: 'rule'; id: string }
  | { kind: 'script'; key: string };

interface Document {
  app: App;
}

export interface DesignerState extends Document {
  selection: Selection | null;
  /** What the last undo or redo changed; another object each time. */
  followed?: Change;
  /**
   * Applies an edit as one step of undo. Edits under the same key that follow each other quickly, such as
   * the letters of a title, are one step together.
   */
  edit: (change: (app: App) => App, key?: string) => void;
  select: (selection: Selection | null) => void;
}

/** How long a pause ends a step of typing, in milliseconds. */
const PAUSE = 1000;
/** How many steps can be undone. */
const STEPS = 200;

/** The document under design, with undo and redo over all of it, and what is selected in it. */
export function createDesigner(app: App, now: () => number = () => performance.now()) {
  let lastKey: string | undefined;
  let lastAt = 0;
  let joined = false;

  const store = createStore<DesignerState>()(
    temporal(
      (set, get) => ({
        app,
        selection: null,
        edit: (change, key) => {
          const next = change(get().app);
          if (next === get().app) return;
          const at = now();
          joined = key !== undefined && key === lastKey && at - lastAt < PAUSE;
          lastKey = key;
          lastAt = at;
          set({ app: next });
          joined = false;
        },
        select: (selection) => set({ selection }),
      }),
      {
        limit: STEPS,
        partialize: (state): Document => ({ app: state.app }),
        equality: (past, current) => past.app === current.app,
        handleSet: (handle) => (past, replace, current, delta) => {
          // A joined edit belongs to the step before it, whose past is on record already.
          if (!joined) (handle as (...args: unknown[]) => void)(past, replace, current, delta);
        },
      },
    ),
  );

  const step = (direction: 'undo' | 'redo') => {
    lastKey = undefined;
    const before = store.getState().app;
    store.temporal.getState()[direction]();
    // What came back is what its author looks for: it is selected, and the parts of the designer go to it.
    const followed = changeOf(before, store.getState().app);
    if (followed) store.setState({ selection: followed.selection, followed });
  };
  /**
   * Takes somebody else's edits into the document and into all that undo and redo lead to, so that going back
   * takes back one's own edits only.
   */
  const rebase = (change: (app: App) => App): void => {
    const known = new Map<App, App>();
    const changed = (app: App): App => {
      const done = known.get(app) ?? change(app);
      known.set(app, done);
      return done;
    };
    lastKey = undefined;
    const { pastStates, futureStates, pause, resume } = store.temporal.getState();
    const all = (states: readonly Partial<Document>[]) => states.map(({ app: at }) => (at ? { app: changed(at) } : {}));
    store.temporal.setState({ pastStates: all(pastStates), futureStates: all(futureStates) });
    pause();
    store.setState({ app: changed(store.getState().app) });
    resume();
  };
  return { store, undo: () => step('undo'), redo: () => step('redo'), rebase };
}

export type Designer = ReturnType<typeof createDesigner>;
