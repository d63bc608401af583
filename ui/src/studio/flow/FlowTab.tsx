import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { SidePanel } from '../parts/SidePanel';
import { FlowCanvas } from './FlowCanvas';
import styles from './FlowTab.module.css';
import { Inspector } from './Inspector';

/** The flow's designer: the approval path, and the settings of what is selected on it. */
export default function FlowTab() {
  const { t } = useTranslation('studio');
  const location = useLocation();
  const [inspecting, setInspecting] = useState(false);

  // Whoever follows a problem here wants to see its settings.
  const followed = (location.state as { follow?: number } | null)?.follow;
  useEffect(() => {
    if (followed) setInspecting(true);
  }, [followed]);

  const open = useCallback((focus: boolean) => {
    setInspecting(true);
    if (focus) {
      requestAnimationFrame(() =>
        requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-inspector] input')?.focus()),
      );
    }
  }, []);
  return (
    <div className={styles.tab}>
      <ReactFlowProvider>
        <FlowCanvas onOpen={open} follow={followed} />
      </ReactFlowProvider>
      <SidePanel label={t('inspector.label')} open={inspecting} onClose={() => setInspecting(false)}>
        <Inspector onDone={() => setInspecting(false)} />
      </SidePanel>
    </div>
  );
}
