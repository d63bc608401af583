import { Alert, Button } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { FormView } from '../../form/FormView';
import { useApp } from '../designer/context';
import { useNarrow } from '../parts/useNarrow';
import { Computed } from '../scripts/Computed';
import { useStudioOffer } from '../scripts/useStudioOffer';
import styles from './RulesTab.module.css';
import { usePathTitle } from './useActionWords';
import type { Trial } from './useTrial';

/** The form beside its rules: fill it in, and see what the rules make of it. */
export function TryPanel({ trial }: { trial: Trial }) {
  const { t } = useTranslation('rules');
  const id = useId();
  const narrow = useNarrow();
  const offer = useStudioOffer();
  const empty = useApp().form.layout.sections.every((section) => section.fields.length === 0);
  const body = empty ? (
    <p className={styles.note}>{t('try.empty')}</p>
  ) : trial.store ? (
    <>
      {trial.without > 0 && <Alert type="warning" showIcon title={t('try.without', { count: trial.without })} />}
      <Effects trial={trial} />
      <Computed store={trial.store} />
      <FormView store={trial.store} id="try" offer={offer} />
      <Button onClick={trial.reset}>{t('try.reset')}</Button>
    </>
  ) : (
    <Alert type="warning" showIcon title={t('try.broken')} />
  );
  if (narrow) {
    return (
      <details className={`card ${styles.try}`}>
        <summary>{t('try.title')}</summary>
        {!empty && <p className={styles.note}>{t('try.text')}</p>}
        {body}
      </details>
    );
  }
  return (
    <aside className={`card ${styles.try}`} aria-labelledby={id}>
      <h3 id={id}>{t('try.title')}</h3>
      {!empty && <p className={styles.note}>{t('try.text')}</p>}
      {body}
    </aside>
  );
}

/** What the rules do to the sample now, field by field. */
function Effects({ trial: { store, sample } }: { trial: Trial }) {
  const { t } = useTranslation('rules');
  const titleOf = usePathTitle();
  if (!store || !sample) return null;
  const { hidden, required, locked } = store.model.apply(store.draft);
  const words = (paths: ReadonlySet<string>) =>
    [...new Set([...paths].map((path) => path.replace(/\.\d+\./, '.')))].map(titleOf).join(t('formula.comma'));
  const lines = [
    ['hidden', hidden],
    ['required', required],
    ['locked', locked],
  ] as const;
  const shown = lines.filter(([, paths]) => paths.size > 0);
  return (
    <dl className={styles.effects} aria-live="polite">
      {shown.length === 0 && <dd>{t('try.nothing')}</dd>}
      {shown.map(([what, paths]) => (
        <div key={what}>
          <dt>{t(`try.${what}`)}</dt>
          <dd>{words(paths)}</dd>
        </div>
      ))}
    </dl>
  );
}
