import { DeleteOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type AppCard, api, type DraftRow, keys } from '../../api';
import { useWords } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { useProblemText } from '../../ui/problemText';
import { RelativeTime } from '../../ui/RelativeTime';
import lists from '../shared/lists.module.css';
import { useApps } from '../shared/queries';
import styles from './StartPage.module.css';

/** Requests that were begun and not sent, newest first. Nothing is shown where there are none. */
export function Drafts() {
  const { t } = useTranslation('work');
  const apps = useApps();
  const drafts = useQuery({ queryKey: keys.drafts, queryFn: ({ signal }) => api.drafts(signal) });
  const byId = new Map(apps.data?.items.map((app) => [app.id, app]));
  const rows = (drafts.data?.items ?? [])
    .flatMap((draft) => {
      const app = byId.get(draft.app);
      return app ? [{ app, draft }] : [];
    })
    .sort((a, b) => b.draft.savedAt - a.draft.savedAt);
  if (rows.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="start-drafts">
      <div className={styles.head}>
        <h2 id="start-drafts">{t('start.drafts')}</h2>
      </div>
      <ul className={`card ${lists.list}`}>
        {rows.map(({ app, draft }) => (
          <li key={draft.id}>
            <DraftItem app={app} draft={draft} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function DraftItem({ app, draft }: { app: AppCard; draft: DraftRow }) {
  const { t } = useTranslation('work');
  const words = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const title = words(draft.title) || words(app.name);
  const remove = useMutation({
    mutationFn: () => api.deleteDraft(app.id, draft.id),
    onSuccess: () => message.success(t('start.draftDeleted')),
    onError: (error) => message.error(problemText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: keys.drafts, exact: true }),
  });
  return (
    <div className={styles.draft}>
      <AppIcon app={app} size={34} />
      <div className={styles.draftWords}>
        <Link className={styles.draftLink} to={`/new/${app.id}?draft=${draft.id}`}>
          {words(app.name)}
        </Link>
        <p className={styles.muted}>
          {title} · <RelativeTime at={draft.savedAt} />
        </p>
      </div>
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('start.deleteDraft', { title })}
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      />
    </div>
  );
}
