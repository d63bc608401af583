import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyPalette } from './applyPalette';
import { chooseMode, currentMode, followSystem, modeChoice, watchMode } from './mode';
import { dark, light } from './palettes';

let system: { matches: boolean; tell: () => void };

beforeEach(() => {
  system = { matches: false, tell: () => undefined };
  vi.stubGlobal('matchMedia', () => ({
    get matches() {
      return system.matches;
    },
    addEventListener: (_: string, listener: () => void) => {
      system.tell = listener;
    },
  }));
});
afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

describe('the mode', () => {
  it('is the system’s until one is chosen, and again once that is given up', () => {
    expect(currentMode()).toBe('light');
    system.matches = true;
    expect(currentMode()).toBe('dark');
    chooseMode('light');
    expect([modeChoice(), currentMode()]).toEqual(['light', 'light']);
    chooseMode('system');
    expect([modeChoice(), currentMode()]).toEqual(['system', 'dark']);
    localStorage.setItem('banli.theme', 'purple');
    expect(modeChoice()).toBe('system');
  });

  it('is light on paper, and tells when it changes', () => {
    const told = vi.fn();
    const stop = watchMode(told);
    followSystem();
    chooseMode('dark');
    window.dispatchEvent(new Event('beforeprint'));
    expect(currentMode()).toBe('light');
    window.dispatchEvent(new Event('afterprint'));
    expect(currentMode()).toBe('dark');
    system.tell();
    expect(told).toHaveBeenCalledTimes(4);
    stop();
    system.tell();
    expect(told).toHaveBeenCalledTimes(4);
  });

  it('colours the page and the browser’s own controls', () => {
    chooseMode('dark');
    applyPalette();
    const root = document.documentElement;
    expect(root.style.getPropertyValue('--ink-soft')).toBe(dark.inkSoft);
    expect(root.style.colorScheme).toBe('dark');
    chooseMode('light');
    applyPalette();
    expect(root.style.getPropertyValue('--ink-soft')).toBe(light.inkSoft);
    expect(root.style.colorScheme).toBe('light');
  });
});

/** WCAG 2's contrast of two colours. */
function contrast(a: string, b: string): number {
  const light = (hex: string) =>
    [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, i) => sum + part * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
  const [high = 0, low = 0] = [light(a), light(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('%s words', (_, palette) => {
  const pairs = [
    ...(['ink', 'inkSoft', 'inkFaint', 'teal', 'tealDeep', 'amber', 'green', 'red', 'redDeep'] as const).flatMap(
      (ink) => [[ink, 'surface'] as const, [ink, 'paper'] as const],
    ),
    ['surface', 'teal'],
    ['surface', 'green'],
    ['surface', 'red'],
    ['inkSoft', 'greyWash'],
    ['tealDeep', 'tealWash'],
    ['amberDeep', 'amberWash'],
    ['green', 'greenWash'],
    ['redDeep', 'redWash'],
    ['violet', 'violetWash'],
    ['blue', 'blueWash'],
    ['ink', 'tealWash'],
    ['ink', 'raised'],
  ] as const;
  it.each(pairs)('%s on %s reaches AA', (words, ground) => {
    expect(contrast(palette[words], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
});
