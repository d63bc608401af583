/** Runs once what has just been changed is on screen. */
function drawn(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}

/** Moves the focus into the settings, to their first text where they have one, and selects it. */
export function focusInspector(): void {
  drawn(() => {
    const panel = document.querySelector<HTMLElement>('[data-inspector]');
    const text = panel?.querySelector<HTMLInputElement | HTMLTextAreaElement>('input[type="text"], textarea');
    (text ?? panel?.querySelector<HTMLElement>('input, button'))?.focus();
    text?.select();
  });
}

/** Moves the focus to a field or a section on the canvas. */
export function focusCanvas(path: string | undefined): void {
  if (path === undefined) return;
  drawn(() => {
    const hits = [...document.querySelectorAll<HTMLElement>('[data-canvas] [data-hit]')];
    hits.find((hit) => hit.dataset.hit === path)?.focus();
  });
}

/** Moves the focus to the search of the palette. */
export function focusPalette(): void {
  document.querySelector<HTMLInputElement>('[data-palette-search]')?.focus();
}
