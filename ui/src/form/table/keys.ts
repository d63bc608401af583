import type { KeyboardEvent } from 'react';

/** What a key asks for in a cell of a table. */
export type CellKey = 'next' | 'previous' | 'fillDown' | 'undo';

/** One line of text: a key that moves between rows means nothing else there. */
function isLine(target: HTMLElement): boolean {
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'date', 'time', 'datetime-local', 'button'].includes(target.type) &&
    target.getAttribute('role') !== 'combobox' &&
    target.closest('.ant-picker') === null
  );
}

/** What a key press in a table asks for; undefined where it is the control's own. */
export function cellKey(event: KeyboardEvent): CellKey | undefined {
  const target = event.target as HTMLElement;
  // Enter also ends the choice of a Chinese word.
  if (event.nativeEvent.isComposing || event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === 'd' && !event.shiftKey) return 'fillDown';
    return event.key === 'z' && !event.shiftKey ? 'undo' : undefined;
  }
  if (!isLine(target)) return undefined;
  switch (event.key) {
    case 'Enter':
      return event.shiftKey ? 'previous' : 'next';
    case 'ArrowDown':
      return event.shiftKey ? undefined : 'next';
    case 'ArrowUp':
      return event.shiftKey ? undefined : 'previous';
    default:
      return undefined;
  }
}

/** The cell that an element stands in: its row, counted from 0, and the id of its column. */
export function cellOf(target: EventTarget | null): { row: number; column: string } | undefined {
  if (!(target instanceof Element)) return undefined;
  const cell = target.closest<HTMLElement>('[data-cell]');
  const row = cell?.closest<HTMLElement>('[data-row]');
  const column = cell?.dataset.cell;
  return column && row ? { row: Number(row.dataset.row), column } : undefined;
}
