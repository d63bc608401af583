import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type WebhookCall } from '../../api';
import { useFailureWords } from '../../errands/useFailureWords';
import { useProblemText } from '../../ui/problemText';
import { hostOf } from '../model/webhook';
import styles from './Webhook.module.css';

/** Calls the system at once with sample data, and says what came of it. */
export function WebhookTest({ app, call }: { app: string; call: WebhookCall }) {
  const { t } = useTranslation('errands');
  const problemText = useProblemText();
  const failureWords = useFailureWords();
  const host = hostOf(call.url);
  const test = useMutation({ mutationFn: () => api.tryWebhook(app, call) });
  const { reset } = test;
  // What was said is about the address that it was said of.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is what makes it old.
  useEffect(() => reset(), [call.url, reset]);
  const said = test.data;
  return (
    <div className={styles.part}>
      <p className={styles.text}>{t('edit.tryText')}</p>
      <div role="status">
        {said &&
          (said.code ? (
            <Alert
              type="warning"
              showIcon
              title={failureWords({ code: said.code })}
              description={said.detail && <code className={styles.detail}>{said.detail}</code>}
            />
          ) : (
            <Alert
              type="success"
              showIcon
              title={t('edit.tried', { host, status: said.status ?? '', took: said.took })}
            />
          ))}
      </div>
      {test.isError && <Alert type="error" showIcon role="alert" title={problemText(test.error)} />}
      <div>
        <Button loading={test.isPending} onClick={() => test.mutate()}>
          {t('edit.try')}
        </Button>
      </div>
    </div>
  );
}
