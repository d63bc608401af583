import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api';

const statuses = ['401', '403', '404', '409', '413', '429', '500', '503'] as const;

/** Words an error: what the server said, else what its status means, in the reader's language. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation('errors');
  return useCallback(
    (error) => {
      if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : String(error);
      if (error.status === 0) return t('network.unreachable');
      const { title, detail } = error;
      if (title && detail) return t('both', { title, detail });
      if (title || detail) return title || detail;
      const status = statuses.find((code) => code === String(error.status));
      return status ? t(`http.${status}`) : t('other', { code: error.code });
    },
    [t],
  );
}
