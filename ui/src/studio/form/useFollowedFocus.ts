import { useEffect } from 'react';
import { useDesigner } from '../designer/context';
import { chosenOf } from '../state/chosen';
import { focusCanvas } from './focus';

/**
 * After an undo, moves the focus on the canvas along to what came back. Whoever is in the settings or in the header
 * stays there.
 */
export function useFollowedFocus(): void {
  const followed = useDesigner((state) => state.followed);
  useEffect(() => {
    const selection = followed?.selection;
    if (!selection) return;
    const on = document.activeElement;
    const lost = on === null || on === document.body || !on.isConnected;
    if (!lost && !on.closest('[data-canvas]')) return;
    focusCanvas(selection.kind === 'section' ? selection.id : chosenOf(selection)[0]);
  }, [followed]);
}
