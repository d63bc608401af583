import { ApiProblem } from '../api';

/** What is wrong, by the JSON pointer of the field: "/mail/host". */
export type FieldErrors = Record<string, string>;

/** The fields that a refusal of the server names; null where it names none. */
export function fieldErrors(error: unknown): FieldErrors | null {
  if (!(error instanceof ApiProblem) || error.errors.length === 0) return null;
  const found: FieldErrors = {};
  for (const { path, message } of error.errors) found[path] ??= message;
  return found;
}

/** Puts the focus on the first field that is marked as wrong, once it is. */
export function focusFirstError(): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('[aria-invalid="true"]');
    (field?.querySelector<HTMLElement>('input') ?? field)?.focus();
  });
}
