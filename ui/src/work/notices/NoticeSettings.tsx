import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Switch } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type NoticeChoices, type NoticeKind } from '../../api';
import { ErrorState } from '../../ui/ErrorState';
import { useProblemText } from '../../ui/problemText';
import { ListSkeleton } from '../shared/ListSkeleton';
import styles from './NoticePanel.module.css';

const kinds: readonly NoticeKind[] = [
  'task.assigned',
  'task.urged',
  'task.due',
  'task.overdue',
  'notice.given',
  'copy.sent',
  'instance.ended',
];

/** Of what the reader is told by mail as well. */
export function NoticeSettings() {
  const { t } = useTranslation('work');
  const id = useId();
  const client = useQueryClient();
  const problemText = useProblemText();
  const { message } = App.useApp();
  const choices = useQuery({ queryKey: keys.noticeChoices, queryFn: ({ signal }) => api.noticeChoices(signal) });
  const choose = useMutation({
    mutationFn: (mail: NoticeChoices['mail']) => api.chooseNotices(mail),
    // The switch moves at once, and back where it could not be kept.
    onMutate: (mail) => {
      client.setQueryData<NoticeChoices>(
        keys.noticeChoices,
        (now) => now && { ...now, mail: { ...now.mail, ...mail } },
      );
    },
    onSuccess: (now) => client.setQueryData(keys.noticeChoices, now),
    onError: (error) => {
      message.error(problemText(error));
      void client.invalidateQueries({ queryKey: keys.noticeChoices });
    },
  });
  if (choices.isPending) return <ListSkeleton rows={3} />;
  if (!choices.data) return <ErrorState error={choices.error} onRetry={() => choices.refetch()} />;
  const { address, mail } = choices.data;
  return (
    <div className={styles.settings}>
      <p>{address ? t('notices.mail.to', { address }) : t('notices.mail.noAddress')}</p>
      <ul>
        {kinds.map((kind) => (
          <li key={kind} className={styles.choice}>
            <label htmlFor={`${id}-${kind}`}>{t(`notices.kind.${kind}`)}</label>
            <Switch
              id={`${id}-${kind}`}
              checked={mail[kind] ?? true}
              disabled={!address}
              onChange={(on) => choose.mutate({ [kind]: on })}
            />
          </li>
        ))}
      </ul>
      <p className={styles.small}>{t('notices.mail.always')}</p>
    </div>
  );
}
