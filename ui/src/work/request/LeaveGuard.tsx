import { Modal } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import type { DraftSaver } from './DraftSaver';

/**
 * Keeps the reader from leaving with something unsaved. Within Banli it first saves and then goes; only if
 * that fails does it ask. Closing the window can only be asked about by the browser.
 */
export function LeaveGuard({ saver }: { saver: DraftSaver }) {
  const { t } = useTranslation('work');
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => saver.unsaved && currentLocation.pathname !== nextLocation.pathname,
  );
  const asking = blocker.state === 'blocked' && ['failed', 'conflict', 'gone'].includes(saver.getState().status);

  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    let current = true;
    saver.flush().then((saved) => {
      if (saved && current) blocker.proceed();
    });
    return () => {
      current = false;
    };
  }, [blocker, saver]);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (saver.unsaved) event.preventDefault();
    };
    const hide = () => {
      if (document.visibilityState === 'hidden') void saver.flush();
    };
    window.addEventListener('beforeunload', ask);
    document.addEventListener('visibilitychange', hide);
    return () => {
      window.removeEventListener('beforeunload', ask);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [saver]);

  return (
    <Modal
      open={asking}
      title={t('request.leaveTitle')}
      okText={t('request.leaveStay')}
      cancelText={t('request.leaveGo')}
      onOk={() => blocker.reset?.()}
      onCancel={() => blocker.proceed?.()}
    >
      <p>{t('request.leaveText')}</p>
    </Modal>
  );
}
