import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CompanyMark, Language, Session } from '../api';
import { asLanguage } from '../i18n';
import { useWords } from '../i18n/words';
import { sessionQuery } from './session';

/** What the company is called in the reader's language, and Banli for as long as it has no name. */
export function useCompanyName(): string {
  const { t } = useTranslation();
  const words = useWords();
  return words(useMark()?.name) || t('product');
}

/** The language of those for whom none is named. */
export function useCompanyLanguage(): Language {
  return asLanguage(useMark()?.language);
}

/** Only what is known already: naming the company is no reason to ask the server. */
function useMark(): CompanyMark | undefined {
  return useQuery<Session>({ ...sessionQuery, enabled: false }).data?.company;
}
