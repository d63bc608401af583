import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../api';
import styles from '../load/Load.module.css';
import { CellText, RowTable } from '../load/RowTable';

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

/** Every cell that is wrong, and what to do. */
export function Problems({ report }: { report: ImportReport }) {
  const { t } = useTranslation('people');
  const fieldName = useFieldName();
  const rowName = useRowName();
  const shown = report.problems.length;
  return (
    <RowTable
      columns={[
        { head: t('load.row'), cell: rowName, tabular: true },
        { head: t('load.column'), cell: (each) => each.column || fieldName(each.field) },
        { head: t('load.value'), cell: (each) => <CellText value={each.value} empty={t('load.empty')} /> },
        { head: t('load.mend'), cell: (each) => each.message },
      ]}
      rows={report.problems}
      keyOf={(each) => `${each.sheet} ${each.row} ${each.field} ${each.code} ${each.message}`}
      more={shown < report.problemCount ? t('load.first', { count: shown }) : undefined}
    />
  );
}

type Change = ImportReport['changes'][number];

/** What the file would add and change. */
export function Changes({ report }: { report: ImportReport }) {
  const { t } = useTranslation('people');
  const rowName = useRowName();
  const shown = report.changes.length;
  return (
    <RowTable
      columns={[
        { head: t('load.row'), cell: rowName, tabular: true },
        {
          head: t('load.who'),
          cell: (each) => (
            <span>
              <strong>{each.key}</strong> {each.added && <span className={styles.new}>{t('load.new')}</span>}
            </span>
          ),
        },
        { head: t('load.what'), cell: (each) => <ChangedFields change={each} /> },
      ]}
      rows={report.changes}
      keyOf={(each) => `${each.kind} ${each.key}`}
      more={shown < report.changeCount ? t('load.first', { count: shown }) : undefined}
    />
  );
}

function ChangedFields({ change }: { change: Change }) {
  const { t } = useTranslation('people');
  const fieldName = useFieldName();
  return (
    <ul className={styles.fields}>
      {change.fields.map(({ field, before, after }) => (
        <li key={field}>
          <span className={styles.faint}>{fieldName(field)}: </span>
          {!change.added && (
            <>
              <del>{before || t('load.empty')}</del> →{' '}
            </>
          )}
          {after || t('load.empty')}
        </li>
      ))}
    </ul>
  );
}
