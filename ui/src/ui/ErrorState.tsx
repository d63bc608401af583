import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api';
import { EmptyState } from './EmptyState';
import { useProblemText } from './problemText';

export interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  page?: boolean;
}

/** Says what could not be loaded and why, with the code that IT will ask for, and a way to try again. */
export function ErrorState({ error, onRetry, page = false }: ErrorStateProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  // Asking again does not open what the policy keeps closed.
  const denied = error instanceof ApiProblem && error.code === 'permission.denied';
  return (
    <div role="alert">
      <EmptyState
        page={page}
        plain={!page}
        title={t(denied ? 'state.deniedTitle' : 'state.errorTitle')}
        text={problemText(error)}
        note={error instanceof ApiProblem && error.status ? t('state.code', { code: error.code }) : undefined}
        action={onRetry && !denied && <Button onClick={onRetry}>{t('action.retry')}</Button>}
      />
    </div>
  );
}
