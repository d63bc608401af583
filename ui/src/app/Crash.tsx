import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { EmptyState } from '../ui/EmptyState';

/** Stands in for a page whose code failed, for instance because a newer version replaced its chunks. */
export function Crash() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <EmptyState
      page
      title={t('state.crashTitle')}
      text={t('state.crashText')}
      note={error instanceof Error ? error.message : undefined}
      action={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('action.reload')}
        </Button>
      }
    />
  );
}
