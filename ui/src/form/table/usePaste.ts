import { useCallback, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useScene } from '../context';
import type { FieldModel } from '../model';
import type { Pasted, Unknown } from './clipboard';

export type PasteState =
  | { status: 'none' }
  | { status: 'busy' }
  | { status: 'failed'; error: unknown }
  | { status: 'done'; pasted: Pasted };

/** Pasting into one table: the reading comes in a chunk of its own when a first paste asks for it. */
export function usePaste(field: FieldModel, pointer: string, columns: readonly FieldModel[], fixed: boolean) {
  const { t } = useTranslation('form');
  const { store, offer } = useScene();
  const [state, setState] = useState<PasteState>({ status: 'none' });
  const [at, setAt] = useState(-1);
  // Nothing was changed since: only then can a paste be taken back without taking anything else back.
  const latest = useSyncExternalStore(
    useCallback((listener: () => void) => store.watch(listener), [store]),
    () => store.revision === at,
  );
  const run = async (text: string, place: { row: number; column: number }) => {
    setState({ status: 'busy' });
    try {
      const { paste } = await import('./clipboard');
      const unknown = (kind: Unknown, pasted: string) => t(`table.${kind}`, { text: pasted });
      const pasted = await paste(text, { store, pointer, field, columns, at: place, fixed, offer, unknown });
      setState({ status: 'done', pasted });
      setAt(store.revision);
    } catch (error) {
      setState({ status: 'failed', error });
    }
  };
  const canUndo = state.status === 'done' && state.pasted.ok && latest;
  const undo = () => {
    if (!canUndo || state.status !== 'done' || !state.pasted.ok) return false;
    state.pasted.undo();
    setState({ status: 'none' });
    return true;
  };
  return { state, run, canUndo, undo, close: () => setState({ status: 'none' }) };
}
