import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../api';
import styles from './ImportPage.module.css';

const fields = [
  'login',
  'nameEn',
  'nameZh',
  'email',
  'titleEn',
  'titleZh',
  'department',
  'manager',
  'roles',
  'language',
  'departmentNameEn',
  'departmentNameZh',
  'departmentParent',
  'departmentLead',
] as const;

/** A column by its own name, for a file that does not have it. */
function useFieldName(): (field: string) => string {
  const { t } = useTranslation('people');
  return (field) => {
    const known = fields.find((each) => each === field);
    return known ? t(`load.field.${known}`) : field;
  };
}

function useRowName(): (row: { sheet: string; row: number }) => string {
  const { t } = useTranslation('people');
  return ({ sheet, row }) => (sheet ? t('load.sheetRow', { sheet, row }) : String(row));
}

function First({ shown, all }: { shown: number; all: number }) {
  const { t } = useTranslation('people');
  if (shown >= all) return null;
  return <p className={styles.faint}>{t('load.first', { count: shown })}</p>;
}

/** Every cell that is wrong, and what to do. */
export function Problems({ report }: { report: ImportReport }) {
  const { t } = useTranslation('people');
  const fieldName = useFieldName();
  const rowName = useRowName();
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('load.row')}</th>
            <th scope="col">{t('load.column')}</th>
            <th scope="col">{t('load.value')}</th>
            <th scope="col">{t('load.mend')}</th>
          </tr>
        </thead>
        <tbody>
          {report.problems.map((each) => (
            <tr key={`${each.sheet} ${each.row} ${each.field} ${each.code} ${each.message}`}>
              <td data-label={t('load.row')} className="tabular">
                {rowName(each)}
              </td>
              <td data-label={t('load.column')}>{each.column || fieldName(each.field)}</td>
              <td data-label={t('load.value')}>
                {each.value ? <code>{each.value}</code> : <span className={styles.faint}>{t('load.empty')}</span>}
              </td>
              <td data-label={t('load.mend')}>{each.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <First shown={report.problems.length} all={report.problemCount} />
    </>
  );
}

/** What the file would add and change. */
export function Changes({ report }: { report: ImportReport }) {
  const { t } = useTranslation('people');
  const fieldName = useFieldName();
  const rowName = useRowName();
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('load.row')}</th>
            <th scope="col">{t('load.who')}</th>
            <th scope="col">{t('load.what')}</th>
          </tr>
        </thead>
        <tbody>
          {report.changes.map((each) => (
            <tr key={`${each.kind} ${each.key}`}>
              <td data-label={t('load.row')} className="tabular">
                {rowName(each)}
              </td>
              <td data-label={t('load.who')}>
                <span>
                  <strong>{each.key}</strong> {each.added && <span className={styles.new}>{t('load.new')}</span>}
                </span>
              </td>
              <td data-label={t('load.what')}>
                <ul className={styles.fields}>
                  {each.fields.map(({ field, before, after }) => (
                    <li key={field}>
                      <span className={styles.faint}>{fieldName(field)}: </span>
                      {!each.added && (
                        <>
                          <del>{before || t('load.empty')}</del> →{' '}
                        </>
                      )}
                      {after || t('load.empty')}
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <First shown={report.changes.length} all={report.changeCount} />
    </>
  );
}
