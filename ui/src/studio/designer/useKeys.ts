import { useEffect } from 'react';
import type { Designer } from '../state/designer';

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) over the whole document; dialogs keep their own. */
export function useUndoKeys(designer: Designer): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"].ant-modal, [data-own-undo]')) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) designer.undo();
      else if (key === 'y' || (key === 'z' && event.shiftKey)) designer.redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [designer]);
}
