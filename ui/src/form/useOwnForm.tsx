import { type FocusEvent, type FormEvent, useId, useRef } from 'react';
import { createPortal } from 'react-dom';

const typed: ReadonlySet<string> = new Set(['text', 'search', 'number', 'email', 'tel', 'url', 'textarea']);

/**
 * Lends the control that is typed into a form of its own while it has the focus. With every key Chrome's autofill
 * reads all controls of the form around it, their labels too, so that a key costs the more the more fields there are;
 * of a form of one it reads one. Enter in it means the form around.
 */
export function useOwnForm() {
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const onFocus = ({ target }: FocusEvent) => {
    const control = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (control && typed.has(target.type)) target.setAttribute('form', id);
  };
  const onBlur = ({ target }: FocusEvent) => {
    if (target.getAttribute('form') === id) target.removeAttribute('form');
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    // React hands it on to the form around, which is asked itself.
    event.stopPropagation();
    root.current?.closest('form')?.requestSubmit();
  };
  const own = createPortal(<form id={id} hidden noValidate onSubmit={onSubmit} />, document.body);
  return { own, around: { ref: root, onFocus, onBlur } };
}
