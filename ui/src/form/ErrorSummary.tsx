import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useWords } from '../i18n/words';
import { useErrors } from './context';
import styles from './ErrorSummary.module.css';
import { focusField } from './focusField';
import { definitionPath } from './pointer';
import type { ErrorLine } from './state';
import type { FormStore } from './store';

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
