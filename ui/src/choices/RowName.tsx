import { useTranslation } from 'react-i18next';
import type { TableRow } from '../api';
import { useWords } from '../i18n/words';

/** Names the row of a table that a task is for. */
export function useRowName(): (row: TableRow) => string {
  const { t } = useTranslation('choices');
  const words = useWords();
  return ({ n, label }) => {
    const said = words(label);
    return said ? t('rowLabel', { n, label: said }) : t('row', { n });
  };
}

/** The row of a table that a task is for. */
export default function RowName({ row }: { row: TableRow }) {
  return useRowName()(row);
}
