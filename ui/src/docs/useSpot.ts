import { useEffect } from 'react';
import { useLocation } from 'react-router';

/** Goes to what the address names behind its `#`, once it is there, and returns that name. */
export function useSpot(ready: boolean): string {
  const { hash } = useLocation();
  const spot = decodeURIComponent(hash.slice(1));
  useEffect(() => {
    if (!ready || !spot) return;
    const element = document.getElementById(spot);
    element?.scrollIntoView({ block: 'start' });
    element?.focus({ preventScroll: true });
  }, [ready, spot]);
  return spot;
}
