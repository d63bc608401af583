import { DownloadOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { useReadApp, useStudio } from './context';
import styles from './Dialogs.module.css';
import { downloadApp } from './download';

/** Saves before the designer is left, and asks when that fails. */
export function LeaveGuard() {
  const { t } = useTranslation('studio');
  const { appId, saver } = useStudio();
  const readApp = useReadApp();
  const [asking, setAsking] = useState(false);
  const home = `/studio/apps/${encodeURIComponent(appId)}/`;
  const blocker = useBlocker(({ nextLocation }) => saver.isUnsaved() && !nextLocation.pathname.startsWith(home));

  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    let current = true;
    void saver.flush().then((saved) => {
      if (!current) return;
      if (saved) blocker.proceed();
      else setAsking(true);
    });
    return () => {
      current = false;
    };
  }, [blocker, saver]);

  const stay = () => {
    setAsking(false);
    blocker.reset?.();
  };
  return (
    <Modal
      open={asking && blocker.state === 'blocked'}
      title={t('save.leaveTitle')}
      width={600}
      onCancel={stay}
      footer={
        <div className={styles.footer}>
          <Button danger onClick={() => blocker.proceed?.()}>
            {t('save.leaveGo')}
          </Button>
          <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={() => downloadApp(readApp())}>
            {t('save.download')}
          </Button>
          <Button type="primary" onClick={stay}>
            {t('save.leaveStay')}
          </Button>
        </div>
      }
    >
      <p className={styles.body}>{t('save.leaveText')}</p>
    </Modal>
  );
}
