import { ArrowDownOutlined, ArrowUpOutlined, CopyOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './ActionBar.module.css';

export interface ActionBarProps {
  title: string;
  canUp: boolean;
  canDown: boolean;
  onUp: () => void;
  onDown: () => void;
  onCopy?: () => void;
  onRemove: () => void;
  /** A menu of what is done less often. */
  more?: ReactNode;
  className?: string;
}

/** Buttons for everything that a drag or a key can do. */
export function ActionBar({ title, canUp, canDown, onUp, onDown, onCopy, onRemove, more, className }: ActionBarProps) {
  const { t } = useTranslation('studio');
  const actions = [
    { key: 'up', icon: <ArrowUpOutlined aria-hidden="true" />, run: onUp, off: !canUp },
    { key: 'down', icon: <ArrowDownOutlined aria-hidden="true" />, run: onDown, off: !canDown },
    ...(onCopy ? [{ key: 'copy' as const, icon: <CopyOutlined aria-hidden="true" />, run: onCopy, off: false }] : []),
    { key: 'remove', icon: <DeleteOutlined aria-hidden="true" />, run: onRemove, off: false },
  ] as const;
  return (
    <div
      className={className ? `${styles.bar} ${className}` : styles.bar}
      role="toolbar"
      aria-label={t('action.toolbar', { title })}
    >
      {actions.map(({ key, icon, run, off }) => (
        <Tooltip key={key} title={t(`action.${key}`)}>
          <Button
            type="text"
            size="small"
            icon={icon}
            aria-label={t(`action.${key}`)}
            disabled={off}
            danger={key === 'remove'}
            onClick={run}
          />
        </Tooltip>
      ))}
      {more}
    </div>
  );
}
