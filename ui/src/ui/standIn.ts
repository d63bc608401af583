import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person, Principal, Text } from '../api';
import { useLanguage, useWords } from '../i18n/words';
import { dayWords } from './time';

/** Somebody's name, with those who are away and for whom they act. */
export function useActingName(): (who: Pick<Principal, 'name' | 'for' | 'own'> | undefined) => string {
  const { t } = useTranslation('common');
  const words = useWords();
  return useCallback(
    (who) => {
      const name = words(who?.name);
      if (!who?.for?.length) return name;
      const absent = who.for.map((each) => words(each.name)).join(t('separator'));
      return t(who.own ? 'standIn.also' : 'standIn.for', { name, absent });
    },
    [t, words],
  );
}

/** A sentence, with those who are away and for whom it is meant. */
export function useSaidFor(): (said: string, absent: readonly Text[] | undefined) => string {
  const { t } = useTranslation('common');
  const words = useWords();
  return (said, absent) =>
    absent?.length ? t('standIn.for', { name: said, absent: absent.map(words).join(t('separator')) }) : said;
}

/** What is said beside somebody who can be chosen: their department, and until when they are away. */
export function usePersonDetail(): (person: Pick<Person, 'dept' | 'awayUntil'>) => string {
  const { t } = useTranslation('common');
  const words = useWords();
  const language = useLanguage();
  return (person) =>
    [
      words(person.dept?.name),
      // The last moment of being away lies just before the end, which often is midnight.
      person.awayUntil && t('standIn.away', { until: dayWords(person.awayUntil - 1, language) }),
    ]
      .filter(Boolean)
      .join(' · ');
}
