import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App as Ant, Button, Input, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '../../api';
import { useLanguage } from '../../i18n/words';
import { useProblemText } from '../../ui/problemText';
import { dateTime } from '../../ui/time';
import { originOf } from '../model/webhook';
import styles from './Webhook.module.css';

/** The secret that an app shares with a system: whether there is one, and, once it is made, what it is. */
export function WebhookSecret({ app, url }: { app: string; url: string }) {
  const { t } = useTranslation('errands');
  const language = useLanguage();
  const client = useQueryClient();
  const problemText = useProblemText();
  const { message, modal } = Ant.useApp();
  const origin = originOf(url);
  const [shown, setShown] = useState<{ origin: string; secret: string }>();
  const state = useQuery({
    queryKey: keys.webhook(app, origin),
    queryFn: ({ signal }) => api.webhookSecret(app, origin, signal),
    staleTime: 60_000,
  });
  const renew = useMutation({
    mutationFn: () => api.renewWebhookSecret(app, origin),
    onSuccess: ({ secret, ...known }) => {
      client.setQueryData(keys.webhook(app, origin), known);
      if (secret) setShown({ origin, secret });
    },
  });
  const there = state.data?.madeAt !== undefined;
  const ask = () => {
    if (!there) return renew.mutate();
    modal.confirm({
      title: t('edit.secretRenewSure'),
      content: t('edit.secretRenewText'),
      okText: t('edit.secretRenew'),
      onOk: () => renew.mutate(),
    });
  };
  const copy = async (secret: string) => {
    await navigator.clipboard.writeText(secret);
    message.success(t('edit.secretCopied'));
  };
  return (
    <div className={styles.part}>
      <p className={styles.text}>{t('edit.secretText', { origin })}</p>
      {state.isError && <Alert type="error" showIcon role="alert" title={problemText(state.error)} />}
      {state.data && (
        <p className={styles.text}>
          {state.data.madeAt === undefined
            ? t('edit.secretNone')
            : t('edit.secretMade', { when: dateTime(state.data.madeAt, language) })}{' '}
          {state.data.bothUntil !== undefined &&
            t('edit.secretBoth', { when: dateTime(state.data.bothUntil, language) })}
        </p>
      )}
      {shown && shown.origin === origin && (
        <Alert
          type="warning"
          showIcon
          title={t('edit.secretOnce')}
          description={
            <Space.Compact className={styles.secret}>
              <Input
                readOnly
                aria-label={t('edit.secretValue')}
                value={shown.secret}
                onFocus={(event) => event.target.select()}
              />
              <Button onClick={() => void copy(shown.secret)}>{t('edit.secretCopy')}</Button>
            </Space.Compact>
          }
        />
      )}
      {renew.isError && <Alert type="error" showIcon role="alert" title={problemText(renew.error)} />}
      <div>
        <Button loading={renew.isPending} disabled={!state.data} onClick={ask}>
          {t(there ? 'edit.secretRenew' : 'edit.secretMake')}
        </Button>
      </div>
    </div>
  );
}
