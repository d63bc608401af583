import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type FailedMail, keys, type MailStatus } from '../../api';
import { useWords } from '../../i18n/words';
import { ErrorState } from '../../ui/ErrorState';
import { Field } from '../../ui/Field';
import { useProblemText } from '../../ui/problemText';
import { RelativeTime } from '../../ui/RelativeTime';
import styles from './SettingsPage.module.css';

/** Whether mails go out: what waits, what was given up on, and a test. It asks again while it is open. */
export function MailHealth({ unsaved }: { unsaved: boolean }) {
  const { t } = useTranslation('company');
  const id = useId();
  const status = useQuery({
    queryKey: keys.mailStatus,
    queryFn: ({ signal }) => api.mailStatus(signal),
    refetchInterval: 15_000,
  });
  return (
    <section className={`card ${styles.section} ${styles.health}`} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('health.title')}</h2>
      {status.isError && <ErrorState error={status.error} onRetry={() => status.refetch()} />}
      {status.data && <Status status={status.data} />}
      <TestMail unsaved={unsaved} />
    </section>
  );
}

function Status({ status }: { status: MailStatus }) {
  const { t } = useTranslation('company');
  if (status.waiting === 0 && status.failed.length === 0 && !status.trouble) {
    return <p className={styles.faint}>{t('health.well')}</p>;
  }
  return (
    <>
      {status.waiting > 0 && <p>{t('health.waiting', { count: status.waiting })}</p>}
      {status.trouble && (
        <Alert type="warning" showIcon title={t('health.trouble')} description={<code>{status.trouble.detail}</code>} />
      )}
      {status.failed.length > 0 && <Failed mails={status.failed} />}
    </>
  );
}

function Failed({ mails }: { mails: FailedMail[] }) {
  const { t } = useTranslation('company');
  const words = useWords();
  const client = useQueryClient();
  const problemText = useProblemText();
  const retry = useMutation({
    mutationFn: () => api.retryMail(),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.mailStatus }),
  });
  return (
    <div className={styles.failed}>
      <h3>{t('health.failed')}</h3>
      <p className={styles.faint}>{t('health.failedText')}</p>
      <ul className={styles.mails}>
        {mails.map((mail) => (
          <li key={mail.id} className={styles.mail}>
            <span>
              <b>{words(mail.name) || mail.person}</b> {mail.address} · {mail.no}
            </span>
            <span className={styles.faint}>
              <RelativeTime at={mail.at} /> · {t('health.tries', { count: mail.tries })}
            </span>
            <code className={styles.why}>{mail.trouble.detail || mail.trouble.code}</code>
          </li>
        ))}
      </ul>
      {retry.isError && <Alert type="error" showIcon role="alert" title={problemText(retry.error)} />}
      <div>
        <Button loading={retry.isPending} onClick={() => retry.mutate()}>
          {t('health.retry')}
        </Button>
      </div>
    </div>
  );
}

function TestMail({ unsaved }: { unsaved: boolean }) {
  const { t } = useTranslation('company');
  const id = useId();
  const problemText = useProblemText();
  const [to, setTo] = useState('');
  const test = useMutation({ mutationFn: () => api.testMail(to.trim()) });
  const send = (event: FormEvent) => {
    event.preventDefault();
    test.mutate();
  };
  return (
    <form className={styles.test} onSubmit={send} noValidate>
      <Field id={`${id}-to`} label={t('health.to')} help={unsaved ? t('health.unsaved') : t('health.toHelp')}>
        {(control) => (
          <div className={styles.line}>
            <Input
              {...control}
              type="email"
              autoComplete="off"
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
            <Button htmlType="submit" loading={test.isPending} disabled={unsaved}>
              {t('health.send')}
            </Button>
          </div>
        )}
      </Field>
      {test.isError && <Alert type="error" showIcon role="alert" title={problemText(test.error)} />}
      <p className={styles.saved} role="status">
        {test.isSuccess && t('health.sent')}
      </p>
    </form>
  );
}
