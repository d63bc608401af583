import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes, useParams } from 'react-router';
import { api, keys, type StudioDraft } from '../../api';
import { useWords } from '../../i18n/words';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { usePageTitle } from '../../ui/PageHeader';
import { Announcer } from '../parts/toast';
import { type Studio, StudioProvider } from './context';
import styles from './Designer.module.css';
import { DesignerHeader } from './DesignerHeader';
import { LeaveGuard } from './LeaveGuard';
import { MergeDialog } from './MergeDialog';
import { useFollow } from './useFollow';
import { useUndoKeys } from './useKeys';
import { useOthers } from './useOthers';
import { useSaving } from './useSaving';

const FormTab = lazy(() => import('../form/FormTab'));
const FlowTab = lazy(() => import('../flow/FlowTab'));
const RulesTab = lazy(() => import('../rules/RulesTab'));
const ScriptsTab = lazy(() => import('../scripts/ScriptsTab'));
const SettingsTab = lazy(() => import('../settings/SettingsTab'));
const PreviewTab = lazy(() => import('../preview/PreviewTab'));
const TranslationsTab = lazy(() => import('../translations/TranslationsTab'));
const JsonTab = lazy(() => import('../json/JsonTab'));
const RevisionsTab = lazy(() => import('../revisions/RevisionsTab'));

/** Loads an app's draft and opens it. */
export function DesignerPage() {
  const { t } = useTranslation('studio');
  const { app = '' } = useParams();
  const draft = useQuery({
    queryKey: keys.studioDraft(app),
    queryFn: ({ signal }) => api.studioDraft(app, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // What was cached before the last edits must not be opened again.
    gcTime: 0,
  });
  if (draft.isPending) return <Loading />;
  if (draft.isError && !draft.data) {
    return (
      <main className={styles.failed}>
        <ErrorState page error={draft.error} onRetry={() => draft.refetch()} />
        <ButtonLink to="/studio" type="link">
          {t('header.back')}
        </ButtonLink>
      </main>
    );
  }
  return <Designer key={app} appId={app} draft={draft.data} />;
}

function Loading() {
  return (
    <div className={styles.page} aria-busy="true">
      <div className={styles.loadingHead}>
        <Skeleton.Avatar active shape="square" size={34} />
        <Skeleton.Input active size="small" />
      </div>
      <div className={styles.loadingBody}>
        <Skeleton active title={false} paragraph={{ rows: 6 }} />
      </div>
    </div>
  );
}

function Designer({ appId, draft }: { appId: string; draft: StudioDraft }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const { designer, saver } = useSaving(appId, draft);
  const [revision, setRevision] = useState(draft.revision);
  const others = useOthers(appId, designer, saver);
  const [deciding, setDeciding] = useState(false);
  const studio = useMemo<Studio>(
    () => ({ appId, designer, saver, revision, published: setRevision, decide: () => setDeciding(true) }),
    [appId, designer, saver, revision],
  );
  useUndoKeys(designer);
  usePageTitle(`${words(draft.app.name)} · ${t('title')}`);
  return (
    <StudioProvider studio={studio}>
      <div className={styles.page}>
        <DesignerHeader others={others.others} />
        <main className={styles.main} id="main" tabIndex={-1}>
          <Suspense fallback={<TabLoading />}>
            <Routes>
              <Route index element={<Navigate to="form" replace />} />
              <Route path="form" element={<FormTab />} />
              <Route path="flow" element={<FlowTab />} />
              <Route path="rules" element={<RulesTab />} />
              <Route path="scripts" element={<ScriptsTab />} />
              <Route path="settings" element={<SettingsTab />} />
              <Route path="preview" element={<PreviewTab />} />
              <Route path="translations" element={<TranslationsTab />} />
              <Route path="json" element={<JsonTab />} />
              <Route path="revisions" element={<RevisionsTab />} />
              <Route
                path="*"
                element={
                  <EmptyState
                    title={t('header.unknown')}
                    action={<ButtonLink to={`/studio/apps/${appId}/form`}>{t('header.toForm')}</ButtonLink>}
                  />
                }
              />
            </Routes>
          </Suspense>
          <Announcer />
          <Follow />
        </main>
      </div>
      <MergeDialog others={others} open={deciding} setOpen={setDeciding} />
      <LeaveGuard />
    </StudioProvider>
  );
}

/** Lets what an undo changed be seen. */
function Follow() {
  useFollow();
  return null;
}

function TabLoading() {
  return (
    <div className={styles.loadingBody} aria-busy="true">
      <Skeleton active title={false} paragraph={{ rows: 6 }} />
    </div>
  );
}
