import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { Setting } from '../parts/Setting';
import styles from './Result.module.css';

interface Option {
  value: string;
  label?: string | Record<string, string>;
}

const optionsIn = (output: unknown): Option[] =>
  Array.isArray(output) ? output.filter((each): each is Option => typeof each?.value === 'string') : [];

/** The options as a field of the form would offer them. */
export function Offered({ output }: { output: unknown }) {
  const { t } = useTranslation('scripts');
  const words = useWords();
  const options = optionsIn(output);
  if (options.length === 0) return <p className={styles.note}>{t('bench.noOptions')}</p>;
  const labelOf = ({ value, label }: Option) => (typeof label === 'string' ? label : words(label)) || value;
  return (
    <div>
      <h4 className={styles.heading}>{t('bench.options', { count: options.length })}</h4>
      <ul className={styles.options}>
        {options.slice(0, 20).map((option) => (
          <li key={option.value}>
            {labelOf(option)} {labelOf(option) !== option.value && <code>{option.value}</code>}
          </li>
        ))}
      </ul>
      <Setting label={t('bench.optionsPreview')}>
        {(control) => (
          <Select
            {...control}
            style={{ width: '100%' }}
            placeholder={t('bench.choose')}
            showSearch={{ optionFilterProp: 'label' }}
            options={options.map((option) => ({ value: option.value, label: labelOf(option) }))}
          />
        )}
      </Setting>
    </div>
  );
}
