import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useWords } from '../i18n/words';
import { controlId, useErrors } from './context';
import styles from './ErrorSummary.module.css';
import { definitionPath } from './pointer';
import type { ErrorLine } from './state';
import type { FormStore } from './store';

/** Moves the focus to the field that an error belongs to; where that one cannot take it, to the first control inside. */
export function focusField(formId: string, pointer: string): void {
  const target = document.getElementById(controlId(formId, pointer));
  if (!target) return;
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

/** Everything that is to be mended, each line a jump to its field. */
export function ErrorSummary({
  store,
  id = 'form',
  ref,
}: {
  store: FormStore;
  id?: string;
  ref?: RefObject<HTMLElement | null>;
}) {
  const { t } = useTranslation('form');
  const language = useLanguage();
  const words = useWords();
  const errors = useErrors(store);
  // A message of the server may name its field, or may not.
  const named = ({ pointer, refusal = '' }: ErrorLine): string => {
    const field = store.model.field(definitionPath(pointer));
    const title = words(field?.layout.title) || field?.id;
    return title === undefined || refusal.includes(title) ? refusal : t('errors.named', { title, refusal });
  };
  if (errors.length === 0) return null;
  return (
    <section className={styles.summary} role="alert" tabIndex={-1} ref={ref}>
      <h2 className={styles.title}>{t('errors.title', { count: errors.length })}</h2>
      <ul className={styles.list}>
        {errors.map((line) => {
          const text = line.violation ? store.model.message(line.violation, language) : named(line);
          return (
            <li key={line.pointer}>
              {line.pointer ? (
                <button type="button" className={styles.jump} onClick={() => focusField(id, line.pointer)}>
                  {text}
                </button>
              ) : (
                text
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
