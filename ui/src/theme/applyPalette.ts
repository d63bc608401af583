import { currentMode } from './mode';
import { dark, light } from './palettes';
import { fontFamily } from './tokens';

/**
 * Publishes the palette of the mode as CSS variables (`--ink-soft`), so that style sheets and Ant Design share one
 * source, and tells the browser for its own controls and bars.
 */
export function applyPalette(root: HTMLElement = document.documentElement): void {
  const mode = currentMode();
  const palette = mode === 'dark' ? dark : light;
  for (const [name, value] of Object.entries(palette)) {
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
  }
  root.style.setProperty('--font', fontFamily);
  root.style.colorScheme = mode;
  root.dataset.theme = mode;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', palette.surface);
}
