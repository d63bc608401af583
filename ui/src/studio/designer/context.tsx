import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type { App, Finding } from '../../api';
import { incompletePlaces } from '../model/conditions';
import type { Designer, DesignerState, Selection } from '../state/designer';
import type { Saver, SaveStatus } from '../state/saver';

export interface Studio {
  appId: string;
  designer: Designer;
  saver: Saver;
  /** The number of the revision in use; 0 before the first. */
  revision: number;
  published: (revision: number) => void;
  /** Opens the dialog that settles what becomes of two versions. */
  decide: () => void;
}

const StudioContext = createContext<Studio | null>(null);

export function StudioProvider({ studio, children }: { studio: Studio; children: ReactNode }) {
  return (
    <StudioContext value={studio}>
      <FindingsProvider>{children}</FindingsProvider>
    </StudioContext>
  );
}

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error('parts of the designer need a StudioProvider around them');
  return studio;
}

/** A part of the designer's state; the component is drawn anew when that part changes. */
export function useDesigner<T>(select: (state: DesignerState) => T): T {
  return useStore(useStudio().designer.store, select);
}

const Scope = createContext<App | null>(null);

/** Has everything within speak of another app, such as what somebody else made of this one or an earlier revision. */
export function AppScope({ app, children }: { app: App; children: ReactNode }) {
  return <Scope value={app}>{children}</Scope>;
}

/** The app under design, or the one that is spoken of. */
export function useApp(): App {
  const spokenOf = useContext(Scope);
  const designed = useDesigner((state) => state.app);
  return spokenOf ?? designed;
}

export function useEdit(): DesignerState['edit'] {
  return useDesigner((state) => state.edit);
}

/** What is selected, and a way to select something else. */
export function useSelection(): [Selection | null, DesignerState['select']] {
  return [useDesigner((state) => state.selection), useDesigner((state) => state.select)];
}

/** Reads the app at the moment of a click, so that handlers need not change with every edit. */
export function useReadApp(): () => App {
  const { store } = useStudio().designer;
  return useCallback(() => store.getState().app, [store]);
}

export function useSaveStatus(): SaveStatus {
  return useStore(useStudio().saver.state, (state) => state.status);
}

export const CONDITION_INCOMPLETE = 'studio.conditionIncomplete';

const FindingsContext = createContext<readonly Finding[]>([]);

/** What the server found in the saved draft, and half-made conditions, which only the editor can tell. */
export function useFindings(): readonly Finding[] {
  return useContext(FindingsContext);
}

function FindingsProvider({ children }: { children: ReactNode }) {
  const found = useStore(useStudio().saver.state, (state) => state.findings);
  const app = useApp();
  const all = useMemo(() => {
    const places = new Set(found.map((finding) => finding.place));
    const own = incompletePlaces(app)
      .filter((place) => !places.has(place))
      .map((place): Finding => ({ code: CONDITION_INCOMPLETE, level: 'error', place, message: '' }));
    return [...found, ...own];
  }, [found, app]);
  return <FindingsContext value={all}>{children}</FindingsContext>;
}
