import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api';
import { useWords } from '../i18n/words';
import { sessionQuery } from './session';

/** What the company is called in the reader's language, and Banli for as long as it has no name. */
export function useCompanyName(): string {
  const { t } = useTranslation();
  const words = useWords();
  // Only what is known already: naming the company is no reason to ask the server.
  const { data } = useQuery<Session>({ ...sessionQuery, enabled: false });
  return words(data?.company.name) || t('product');
}
