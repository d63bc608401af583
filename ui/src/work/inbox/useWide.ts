import { useMedia } from '../../ui/useMedia';

/** Whether list and detail fit side by side. */
export function useWide(): boolean {
  return useMedia('(min-width: 1100px)');
}
