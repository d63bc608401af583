import { DeleteOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '../form/Inspector.module.css';

export interface InspectorHeadProps {
  icon: ReactNode;
  title: string;
  onRemove?: () => void;
  children?: ReactNode;
}

/** What is selected on the flow, and the button that removes it. */
export function InspectorHead({ icon, title, onRemove, children }: InspectorHeadProps) {
  const { t } = useTranslation('studio');
  return (
    <div className={styles.head}>
      <span className={styles.icon}>{icon}</span>
      <h2 className={styles.kind}>{title}</h2>
      {children}
      {onRemove && (
        <Tooltip title={t('action.remove')}>
          <Button
            type="text"
            danger
            icon={<DeleteOutlined aria-hidden="true" />}
            aria-label={t('action.remove')}
            onClick={onRemove}
          />
        </Tooltip>
      )}
    </div>
  );
}
