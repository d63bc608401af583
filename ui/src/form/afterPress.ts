let pressed = false;
let waiting: (() => void)[] = [];

function release(): void {
  pressed = false;
  const due = waiting;
  waiting = [];
  // The click comes right after the release: let it find the page as it was pressed.
  if (due.length === 0) return;
  setTimeout(() => {
    for (const act of due) act();
  });
}

if (typeof document !== 'undefined') {
  document.addEventListener(
    'pointerdown',
    () => {
      pressed = true;
    },
    true,
  );
  document.addEventListener('pointerup', release, true);
  document.addEventListener('pointercancel', release, true);
}

/**
 * Acts now, or once the pointer is released. An error that appears while a button is being pressed moves the
 * button away, and the press then hits nothing.
 */
export function afterPress(act: () => void): void {
  if (pressed) waiting.push(act);
  else act();
}
