import { useTranslation } from 'react-i18next';
import styles from './Table.module.css';

export interface RowBarProps {
  count: number;
  /** No further row may be added. */
  full: boolean;
  onInsert: (below: boolean) => void;
  onDuplicate: () => void;
  onCopy: () => void;
  onRemove: () => void;
  onNone: () => void;
}

/** What can be done with the rows that are selected. */
export function RowBar({ count, full, onInsert, onDuplicate, onCopy, onRemove, onNone }: RowBarProps) {
  const { t } = useTranslation('form');
  const act = (label: string, onClick: () => void, disabled = false) => (
    <button type="button" className={styles.act} onClick={onClick} disabled={disabled}>
      {label}
    </button>
  );
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('table.selected', { count })}>
      <span className={styles.count}>{t('table.selected', { count })}</span>
      {act(t('table.insertAbove'), () => onInsert(false), full)}
      {act(t('table.insertBelow'), () => onInsert(true), full)}
      {act(t('table.duplicate'), onDuplicate, full)}
      {act(t('table.toClipboard'), onCopy)}
      {act(t('table.removeRows'), onRemove)}
      {act(t('table.selectNone'), onNone)}
    </div>
  );
}
