import { useSyncExternalStore } from 'react';

/** What is on screen, and what the reader chose: one of the two, or what their system says. */
export type Mode = 'light' | 'dark';
export type ModeChoice = Mode | 'system';

// public/theme.js reads the same place before the page is first painted.
const STORED = 'banli.theme';
const listeners = new Set<() => void>();
const system = () => window.matchMedia?.('(prefers-color-scheme: dark)');
/** Paper is white, whatever the screen is. */
let printing = false;

export function modeChoice(): ModeChoice {
  try {
    const stored = localStorage.getItem(STORED);
    if (stored === 'light' || stored === 'dark') return stored;
  } catch {
    // Storage may be switched off; the system's own choice is good enough then.
  }
  return 'system';
}

export function currentMode(): Mode {
  if (printing) return 'light';
  const choice = modeChoice();
  if (choice !== 'system') return choice;
  return system()?.matches ? 'dark' : 'light';
}

function tell(): void {
  for (const listener of listeners) listener();
}

/** Keeps the choice in this browser, and shows it. */
export function chooseMode(choice: ModeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, choice);
  } catch {
    // See above: then it cannot be chosen.
  }
  tell();
}

/** Calls `changed` whenever another mode is to be shown. */
export function watchMode(changed: () => void): () => void {
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
  };
}

/** Follows the system, other windows and the printer from now on. */
export function followSystem(): void {
  system()?.addEventListener('change', tell);
  window.addEventListener('storage', tell);
  for (const [event, prints] of [
    ['beforeprint', true],
    ['afterprint', false],
  ] as const) {
    window.addEventListener(event, () => {
      printing = prints;
      tell();
    });
  }
}

export function useMode(): Mode {
  return useSyncExternalStore(watchMode, currentMode);
}

export function useModeChoice(): ModeChoice {
  return useSyncExternalStore(watchMode, modeChoice);
}
