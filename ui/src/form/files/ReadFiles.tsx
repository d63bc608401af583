import { useTranslation } from 'react-i18next';
import { chosen } from '../chosen';
import type { FieldModel } from '../model';
import { FileName } from './FileName';
import styles from './Files.module.css';

/** The files of a field, each to be downloaded. */
export function ReadFiles({ field, value }: { field: FieldModel; value: unknown }) {
  const { t } = useTranslation('files');
  const column = field.path !== field.id;
  return (
    <ul className={styles.list} aria-label={t('list')}>
      {chosen(value).map((id) => (
        <li key={id} className={styles.row}>
          <FileName id={id} small={column} />
        </li>
      ))}
    </ul>
  );
}
