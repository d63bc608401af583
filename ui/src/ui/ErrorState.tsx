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
  return (
    <div role="alert">
      <EmptyState
        page={page}
        plain={!page}
        title={t('state.errorTitle')}
        text={problemText(error)}
        note={error instanceof ApiProblem && error.status ? t('state.code', { code: error.code }) : undefined}
        action={onRetry && <Button onClick={onRetry}>{t('action.retry')}</Button>}
      />
    </div>
  );
}
