import { useEffect } from 'react';

export interface FormKeys {
  palette: () => void;
  find: () => void;
  keys: () => void;
}

/** The keys that work anywhere on the form's designer, but in dialogs; those without Ctrl not in texts either. */
export function useFormKeys({ palette, find, keys }: FormKeys): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target instanceof Element ? event.target : document.body;
      if (at.closest('[role="dialog"]')) return;
      const command = (event.ctrlKey || event.metaKey) && !event.altKey;
      const key = event.key.toLowerCase();
      const typing = at.closest('input, textarea, [contenteditable="true"], [role="combobox"]') !== null;
      if (command && !event.shiftKey && key === 'k') palette();
      else if (command && event.shiftKey && key === 'f') find();
      else if (typing || command || event.altKey) return;
      else if (event.key === '/') palette();
      else if (event.key === '?') keys();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [palette, find, keys]);
}
