import { useTranslation } from 'react-i18next';
import styles from './FormulaEditor.module.css';

const groups = {
  logic: ['if', 'not', 'in', 'contains', 'isEmpty', 'ifEmpty'],
  rows: ['sum', 'count', 'avg', 'min', 'max', 'join'],
  numbers: ['round', 'roundUp', 'roundDown', 'abs', 'money', 'moneyWords'],
  dates: [
    'today',
    'days',
    'workdays',
    'daysBetween',
    'minutesBetween',
    'addDays',
    'addMonths',
    'addWorkdays',
    'year',
    'month',
    'day',
    'weekday',
  ],
  text: ['concat', 'length', 'startsWith', 'left', 'right', 'upper', 'lower', 'trim'],
} as const;

/** Every function with what it does and an example; a click writes it into the formula. */
export function FunctionList({ onInsert }: { onInsert: (name: string) => void }) {
  const { t } = useTranslation('rules');
  return (
    <details className={styles.functions}>
      <summary>{t('formula.functions')}</summary>
      <p className={styles.signs}>{t('formula.signs')}</p>
      {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
        <section key={group}>
          <h4 className={styles.groupName}>{t(`formula.group.${group}`)}</h4>
          <ul>
            {groups[group].map((name) => (
              <li key={name}>
                <button type="button" className={styles.function} onClick={() => onInsert(name)}>
                  <code>{name}</code>
                  <span>{t(`function.${name}.does`)}</span>
                  <code className={styles.example}>{t(`function.${name}.example`)}</code>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </details>
  );
}
