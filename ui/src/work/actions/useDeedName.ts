import { useTranslation } from 'react-i18next';
import { useLanguage, useWords } from '../../i18n/words';
import type { Offered } from './offers';

/** What an action is called. */
export function useDeedName(): (offered: Offered) => string {
  const { t } = useTranslation('actions');
  const words = useWords();
  const language = useLanguage();
  return ({ deed, task }) => {
    const list = new Intl.ListFormat(language, { type: 'conjunction' });
    return t(`deed.${deed}`, { who: list.format((task?.people ?? []).map((who) => words(who.name))) });
  };
}
