import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { api, hasStatus, keys } from '../../api';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { newId } from './ids';
import { RequestForm } from './RequestForm';

/** A new request, or a draft that is gone on with: the address carries its id, so it can be opened anywhere. */
export default function RequestPage() {
  const { app: appId = '' } = useParams();
  return <AppRequest key={appId} appId={appId} />;
}

function AppRequest({ appId }: { appId: string }) {
  const [search, setSearch] = useSearchParams();
  const named = search.get('draft');
  const [own, setOwn] = useState(() => ({ id: newId(), named: false }));
  const id = named ?? own.id;
  const mine = id === own.id;

  // A draft begun here is named in the address from then on. Once that name is gone again, the reader
  // asked for another new request.
  if (named === own.id && !own.named) setOwn({ ...own, named: true });
  if (named === null && own.named) setOwn({ id: newId(), named: false });

  const app = useQuery({ queryKey: keys.app(appId), queryFn: ({ signal }) => api.app(appId, signal) });
  const draft = useQuery({
    queryKey: keys.draft(appId, id),
    queryFn: ({ signal }) => api.draft(appId, id, signal),
    enabled: !mine,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    gcTime: 0,
  });
  const onBegun = useCallback(
    () => setSearch({ draft: id }, { replace: true, preventScrollReset: true }),
    [setSearch, id],
  );
  // What was cached may be older than what another device saved since: wait for the first answer.
  const [fresh, setFresh] = useState<string>();
  useEffect(() => {
    if (draft.isFetchedAfterMount) setFresh(id);
  }, [draft.isFetchedAfterMount, id]);

  if (app.isError) return <ErrorState page error={app.error} onRetry={() => app.refetch()} />;
  if (!mine && draft.isError) {
    if (hasStatus(draft.error, 404)) return <DraftGone app={appId} />;
    return <ErrorState page error={draft.error} onRetry={() => draft.refetch()} />;
  }
  if (!app.data || (!mine && (!draft.data || fresh !== id))) return <Skeleton active paragraph={{ rows: 10 }} />;
  return <RequestForm key={id} app={app.data} id={id} begun={mine ? undefined : draft.data} onBegun={onBegun} />;
}

function DraftGone({ app }: { app: string }) {
  const { t } = useTranslation('work');
  return (
    <EmptyState
      page
      title={t('request.goneTitle')}
      text={t('request.goneText')}
      action={
        <span style={{ display: 'flex', flexWrap: 'wrap', gap: 8, justifyContent: 'center' }}>
          <ButtonLink to={`/new/${app}`}>{t('request.goneNew')}</ButtonLink>
          <ButtonLink type="default" to="/requests">
            {t('request.goneRequests')}
          </ButtonLink>
        </span>
      }
    />
  );
}
