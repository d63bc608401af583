import { fontFamily, palette } from './tokens';

/** Publishes the palette as CSS variables (`--ink-soft`), so that style sheets and Ant Design share one source. */
export function applyPalette(root: HTMLElement = document.documentElement): void {
  for (const [name, value] of Object.entries(palette)) {
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
  }
  root.style.setProperty('--font', fontFamily);
}
