import { useCallback, useSyncExternalStore } from 'react';

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** Whether there is no room for panels beside the canvas, so that they become sheets over it. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 1099px)');
}

/** Whether the screen is a phone's, held upright. */
export function usePhone(): boolean {
  return useMedia('(max-width: 640px)');
}
