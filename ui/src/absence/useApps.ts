import { useQuery } from '@tanstack/react-query';
import { api, keys } from '../api';
import { useLanguage, useWords } from '../i18n/words';

/** The apps that an absence can be for, and their names in a sentence. */
export function useAbsenceApps(enabled = true) {
  const words = useWords();
  const language = useLanguage();
  const apps = useQuery({
    queryKey: keys.apps,
    queryFn: ({ signal }) => api.apps(signal),
    staleTime: 60_000,
    enabled,
  }).data?.items;
  const names = (ids: readonly string[]) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(
      ids.map((id) => words(apps?.find((each) => each.id === id)?.name) || id),
    );
  return { apps: apps ?? [], names };
}
