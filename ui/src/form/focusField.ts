import { controlId } from './context';

/** Rows far from the screen are drawn once they come near; this many frames are given to them. */
const PATIENCE = 40;

/** Moves the focus to the field at a pointer; where that one cannot take it, to the first control inside. */
export function focusField(formId: string, pointer: string, patience = PATIENCE): void {
  const target = document.getElementById(controlId(formId, pointer));
  if (!target) {
    const above = nearest(formId, pointer);
    if (!above || patience === 0) return;
    above.scrollIntoView({ block: 'center' });
    requestAnimationFrame(() => focusField(formId, pointer, patience - 1));
    return;
  }
  const part = target.closest('[role="tabpanel"]');
  const tab = part && document.getElementById(part.getAttribute('aria-labelledby') ?? '');
  if (tab && tab.getAttribute('aria-selected') !== 'true') {
    tab.click();
    // Its tab is in sight with the next frame.
    requestAnimationFrame(() => focusField(formId, pointer));
    return;
  }
  const control =
    target.matches('input, select, textarea, button') || target.tabIndex >= 0
      ? target
      : (target.querySelector<HTMLElement>('input, select, textarea, button') ?? target);
  control.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'center', behavior: 'smooth' });
}

/** The row that a cell which is not drawn stands in. */
function nearest(formId: string, pointer: string): HTMLElement | null {
  const row = pointer.slice(0, pointer.lastIndexOf('/'));
  return row === '' ? null : document.getElementById(controlId(formId, row));
}
