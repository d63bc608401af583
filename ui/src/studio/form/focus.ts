/** How many frames something may take to appear: words and settings may have to be loaded first. */
const FRAMES = 180;

/** Runs with what is found once it is on screen, after what has just been changed was drawn. */
function drawn(find: () => HTMLElement | null | undefined, run: (found: HTMLElement) => void): void {
  let left = FRAMES;
  const look = () => {
    const found = find();
    // What is hidden while something loads cannot have the focus.
    if (found?.checkVisibility?.() ?? found) run(found as HTMLElement);
    else if (left-- > 0) requestAnimationFrame(look);
  };
  requestAnimationFrame(() => requestAnimationFrame(look));
}

/** Moves the focus into the settings, to their first text where they have one, and selects it. */
export function focusInspector(): void {
  drawn(
    () => document.querySelector<HTMLElement>('[data-inspector]'),
    (panel) => {
      const text = panel.querySelector<HTMLInputElement | HTMLTextAreaElement>('input[type="text"], textarea');
      (text ?? panel.querySelector<HTMLElement>('input, button'))?.focus();
      text?.select();
    },
  );
}

/** Moves the focus to a field or a section on the canvas. */
export function focusCanvas(path: string | undefined): void {
  if (path === undefined) return;
  drawn(
    () =>
      [...document.querySelectorAll<HTMLElement>('[data-canvas] [data-hit]')].find((hit) => hit.dataset.hit === path),
    (hit) => hit.focus(),
  );
}

/** Moves the focus to a column in the list of its table, by its path. */
export function focusColumn(path: string): void {
  drawn(
    () => [...document.querySelectorAll<HTMLElement>('[data-column]')].find((row) => row.dataset.column === path),
    (row) => row.focus(),
  );
}

/** Moves the focus to the search of the palette. */
export function focusPalette(): void {
  document.querySelector<HTMLInputElement>('[data-palette-search]')?.focus();
}
