import { useSyncExternalStore } from 'react';

const query = () => window.matchMedia?.('(pointer: coarse)');

/** Whether the reader points with a finger: the device's own date wheel then beats ours. */
export function useTouch(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = query();
      media?.addEventListener('change', changed);
      return () => media?.removeEventListener('change', changed);
    },
    () => query()?.matches ?? false,
  );
}
