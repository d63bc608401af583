import { useMedia } from '../../ui/useMedia';

/** Whether there is no room for panels beside the canvas, so that they become sheets over it. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 1099px)');
}

/** Whether the screen is a phone's, held upright. */
export function usePhone(): boolean {
  return useMedia('(max-width: 640px)');
}
