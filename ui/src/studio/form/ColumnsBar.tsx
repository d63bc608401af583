import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CopyOutlined,
  DeleteOutlined,
  PlusSquareOutlined,
  ScissorOutlined,
  SnippetsOutlined,
} from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './Inspector.module.css';

interface ColumnsBarProps {
  /** How many columns are selected. */
  count: number;
  onCopy: () => void;
  onCut: () => void;
  onPaste: () => void;
  onDuplicate: () => void;
  onNudge: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** What can be done with the selected columns; pasting is always possible. */
export function ColumnsBar({ count, onCopy, onCut, onPaste, onDuplicate, onNudge, onRemove }: ColumnsBarProps) {
  const { t } = useTranslation(['studio', 'designer']);
  const none = count === 0;
  const buttons = [
    ...(none
      ? []
      : [
          { key: 'up', label: t('action.up'), icon: <ArrowUpOutlined />, run: () => onNudge(-1) },
          { key: 'down', label: t('action.down'), icon: <ArrowDownOutlined />, run: () => onNudge(1) },
          { key: 'duplicate', label: t('action.copy'), icon: <PlusSquareOutlined />, run: onDuplicate },
          { key: 'copy', label: t('designer:clip.copy'), icon: <CopyOutlined />, run: onCopy },
          { key: 'cut', label: t('designer:clip.cut'), icon: <ScissorOutlined />, run: onCut },
        ]),
    { key: 'paste', label: t('designer:clip.paste'), icon: <SnippetsOutlined />, run: onPaste },
    ...(none ? [] : [{ key: 'remove', label: t('action.remove'), icon: <DeleteOutlined />, run: onRemove }]),
  ];
  return (
    <div className={styles.columnsBar} role="toolbar" aria-label={t('designer:columns.bar')}>
      <span className={styles.columnsCount}>
        {none ? t('designer:columns.none') : t('designer:columns.selected', { count })}
      </span>
      {buttons.map(({ key, label, icon, run }) => (
        <Tooltip key={key} title={label}>
          <Button type="text" size="small" icon={icon} aria-label={label} danger={key === 'remove'} onClick={run} />
        </Tooltip>
      ))}
    </div>
  );
}
