import { Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Compared, DRAFT } from '../words/Compared';
import styles from './RevisionsTab.module.css';

interface CompareProps {
  /** The numbers of the revisions, the newest first. */
  numbers: readonly number[];
  from: string;
  to: string;
  onChoose: (from: string, to: string) => void;
}

/** Any two revisions, or one and the draft, and what changed from the one to the other. */
export function Compare({ numbers, from, to, onChoose }: CompareProps) {
  const { t } = useTranslation(['changes', 'studio']);
  const id = useId();
  const options = [
    { value: DRAFT, label: t('changes:compare.draft') },
    ...numbers.map((n) => ({ value: String(n), label: t('studio:revisions.revision', { n }) })),
  ];
  return (
    <section className={`card ${styles.compare}`} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t('changes:compare.title')}</h3>
      <div className={styles.two}>
        <label htmlFor={`${id}-from`}>{t('changes:compare.from')}</label>
        <Select id={`${id}-from`} value={from} options={options} onChange={(value) => onChoose(value, to)} />
        <label htmlFor={`${id}-to`}>{t('changes:compare.to')}</label>
        <Select id={`${id}-to`} value={to} options={options} onChange={(value) => onChoose(from, value)} />
      </div>
      <Compared
        key={`${from} ${to}`}
        from={from}
        to={to}
        same={t(to === DRAFT ? 'changes:sameDraft' : 'changes:same')}
      />
    </section>
  );
}
