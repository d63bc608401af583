import { useCallback, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage, useWords } from '../../i18n/words';
import { useScene } from '../context';
import type { FieldModel } from '../model';
import { numberWords } from '../numberWords';
import { get } from '../pointer';
import { sumOf } from './sum';
import styles from './Table.module.css';

/** The sums of those columns that show one: under their columns where there is room, else a line each. */
export function TableTotals({
  columns,
  pointer,
  bare,
}: {
  columns: readonly FieldModel[];
  pointer: string;
  /** The rows have no tools. */
  bare: boolean;
}) {
  const { t } = useTranslation('form');
  const words = useWords();
  const language = useLanguage();
  const { store } = useScene();
  const summed = columns.filter((column) => column.layout.total);
  const sums = useSyncExternalStore(
    useCallback((listener: () => void) => store.watch(listener), [store]),
    () => {
      const rows = get(store.values, pointer);
      return summed.map((column) => sumOf(rows, column.id)).join(' ');
    },
  ).split(' ') as `${number}`[];
  return (
    <div className={bare ? `${styles.totals} ${styles.rowRead}` : styles.totals}>
      <p className={styles.totalsTitle}>{t('table.totals')}</p>
      <dl className={styles.cells}>
        {columns.map((column) => {
          const at = summed.indexOf(column);
          if (at < 0) return <div key={column.id} className={styles.untotalled} />;
          return (
            <div key={column.id} className={styles.total}>
              <dt>{words(column.layout.title) || column.id}</dt>
              <dd className="tabular">{numberWords(column, sums[at] ?? '0', language, t)}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
