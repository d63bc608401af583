import { useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Me, Session } from '../../api';
import { DemoCards } from './DemoCards';
import styles from './Enter.module.css';
import { LoginForm } from './LoginForm';

/**
 * Asks for the password again on top of the page, so that nothing typed is lost. Whoever comes back as
 * somebody else gets a fresh page: what is on this one was not theirs.
 */
export default function SessionLost({ me, onBack }: { me: Me; onBack: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [demo] = useState(() => client.getQueryData<Session>(['session'])?.demo ?? false);
  const done = (session: Session) => {
    if (session.user?.id === me.id) onBack();
    else window.location.assign('/');
  };
  return (
    <Modal
      open
      title={t('session.lostTitle')}
      footer={null}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
    >
      <div className={styles.section}>
        <p>{t('session.lostText')}</p>
        {demo ? <DemoCards onDone={done} /> : <LoginForm login={me.login} onDone={done} />}
      </div>
    </Modal>
  );
}
