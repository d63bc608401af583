/** Stands for what was begun in one of the browser's own controls: what it holds cannot be had, only that it is not whole. */
const BEGUN = '…';

/** The value for a control of the browser's own, which complains aloud of any other text. */
export function wholly(value: unknown, shape: RegExp): string {
  return typeof value === 'string' && shape.test(value) ? value : '';
}

/** When a reader leaves such a control: what was only begun is told, so that it is said and not dropped. */
export function left(
  { validity, value: text }: HTMLInputElement,
  value: unknown,
  onBegun: (text: string) => void,
  onEmpty: () => void,
): void {
  if (validity.badInput) onBegun(BEGUN);
  else if (text === '' && value === BEGUN) onEmpty();
}
