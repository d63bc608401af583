import { CheckCircleFilled } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type Installed, keys, type Template } from '../api';
import { useWords } from '../i18n/words';
import { AppIcon } from '../ui/AppIcon';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { useProblemText } from '../ui/problemText';
import styles from './TemplateCards.module.css';

/** The apps that Banli comes with, each with a button that puts it to use. */
export function TemplateCards({ onUsed }: { onUsed?: (app: Installed) => void }) {
  const { t } = useTranslation('templates');
  const templates = useQuery({ queryKey: keys.templates, queryFn: ({ signal }) => api.templates(signal) });
  if (templates.isPending) return <Skeleton active avatar={{ shape: 'square', size: 48 }} paragraph={{ rows: 1 }} />;
  if (templates.isError) return <ErrorState error={templates.error} onRetry={() => templates.refetch()} />;
  if (templates.data.items.length === 0) return <EmptyState plain title={t('none')} />;
  return (
    <ul className={styles.cards} aria-label={t('list')}>
      {templates.data.items.map((template) => (
        <li key={template.id}>
          <TemplateCard template={template} onUsed={onUsed} />
        </li>
      ))}
    </ul>
  );
}

function TemplateCard({ template, onUsed }: { template: Template; onUsed?: (app: Installed) => void }) {
  const { t } = useTranslation('templates');
  const words = useWords();
  const problemText = useProblemText();
  const client = useQueryClient();
  const [made, setMade] = useState<Installed>();
  const use = useMutation({
    mutationFn: () => api.installTemplate(template.id),
    onSuccess: async (app) => {
      setMade(app);
      onUsed?.(app);
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.templates }),
        client.invalidateQueries({ queryKey: keys.studioApps, exact: true }),
        client.invalidateQueries({ queryKey: keys.apps }),
      ]);
    },
  });
  return (
    <article className={styles.card}>
      <AppIcon app={template} size={48} />
      <div className={styles.words}>
        <h2 className={styles.name}>{words(template.name)}</h2>
        <p className={styles.text}>{words(template.description)}</p>
        {use.isError && <Alert type="error" showIcon role="alert" title={problemText(use.error)} />}
        <p className={styles.made} role="status">
          {made && (
            <>
              <CheckCircleFilled aria-hidden="true" /> {t('readyNow', { name: words(made.name) })}{' '}
              <Link to={`/studio/apps/${encodeURIComponent(made.app)}/form`}>{t('open')}</Link>
            </>
          )}
        </p>
      </div>
      {!made && (
        <Button
          className={styles.use}
          type={template.used ? 'default' : 'primary'}
          loading={use.isPending}
          onClick={() => use.mutate()}
          aria-label={`${t(template.used ? 'useAnother' : 'use')}: ${words(template.name)}`}
        >
          {t(template.used ? 'useAnother' : 'use')}
        </Button>
      )}
    </article>
  );
}
