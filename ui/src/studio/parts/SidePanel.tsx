import { CloseOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './SidePanel.module.css';
import { useNarrow } from './useNarrow';

/** Lists and menus of the panel that Escape closes first. */
const OPEN = '.ant-select-open, .ant-dropdown-open, .ant-picker-focused';

export interface SidePanelProps {
  label: string;
  /** Where there is no room beside the canvas: whether the panel is drawn over it. */
  open: boolean;
  onClose: () => void;
  /** Called when Escape asks to go back to the canvas from a panel beside it. */
  onLeave?: () => void;
  children: ReactNode;
}

/** A panel beside the canvas, or a sheet over it on a narrow screen. */
export function SidePanel({ label, open, onClose, onLeave, children }: SidePanelProps) {
  const { t } = useTranslation('studio');
  if (!useNarrow()) {
    return (
      // Escape that nothing within has used leads back to the canvas.
      <aside
        className={styles.panel}
        aria-label={label}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector(OPEN)) onLeave?.();
        }}
      >
        {children}
      </aside>
    );
  }
  return (
    <Drawer
      open={open}
      onClose={onClose}
      placement="bottom"
      size="82%"
      title={label}
      closable={false}
      extra={
        <Button
          type="text"
          icon={<CloseOutlined aria-hidden="true" />}
          aria-label={t('inspector.close')}
          onClick={onClose}
        />
      }
      styles={{ body: { padding: 0 }, section: { borderRadius: '16px 16px 0 0' } }}
      destroyOnHidden
    >
      {children}
    </Drawer>
  );
}
