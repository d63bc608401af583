import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CloseOutlined,
  CopyOutlined,
  DeleteOutlined,
  SettingOutlined,
} from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './BulkBar.module.css';
import { FieldMenu } from './FieldMenu';
import type { CanvasActions } from './useCanvasActions';

export interface BulkBarProps {
  paths: readonly string[];
  actions: CanvasActions;
  canUp: boolean;
  canDown: boolean;
  /** Where the settings are not in sight anyway. */
  onSettings?: () => void;
}

/** How many fields are selected, and what can be done with all of them. */
export function BulkBar({ paths, actions, canUp, canDown, onSettings }: BulkBarProps) {
  const { t } = useTranslation(['studio', 'designer']);
  const [lead = ''] = paths;
  const count = t('designer:bulk.selected', { count: paths.length });
  const buttons = [
    { key: 'up', label: t('action.up'), icon: <ArrowUpOutlined />, run: () => actions.nudge(lead, -1), off: !canUp },
    {
      key: 'down',
      label: t('action.down'),
      icon: <ArrowDownOutlined />,
      run: () => actions.nudge(lead, 1),
      off: !canDown,
    },
    { key: 'copy', label: t('action.copy'), icon: <CopyOutlined />, run: () => actions.duplicate(lead), off: false },
    ...(onSettings
      ? [{ key: 'set', label: t('inspector.label'), icon: <SettingOutlined />, run: onSettings, off: false }]
      : []),
    { key: 'remove', label: t('action.remove'), icon: <DeleteOutlined />, run: () => actions.remove(lead), off: false },
  ];
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('designer:bulk.bar')}>
      <span className={styles.count}>{count}</span>
      {buttons.map(({ key, label, icon, run, off }) => (
        <Tooltip key={key} title={label}>
          <Button type="text" icon={icon} aria-label={label} disabled={off} danger={key === 'remove'} onClick={run} />
        </Tooltip>
      ))}
      <FieldMenu path={lead} title={count} actions={actions} />
      <Tooltip title={t('designer:bulk.clear')}>
        <Button
          type="text"
          icon={<CloseOutlined />}
          aria-label={t('designer:bulk.clear')}
          onClick={() => {
            actions.clear();
            actions.focus(lead);
          }}
        />
      </Tooltip>
    </div>
  );
}
