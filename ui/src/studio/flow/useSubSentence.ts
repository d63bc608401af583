import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AppCard, api, keys, type SubFlow } from '../../api';
import { useWords } from '../../i18n/words';
import { useFieldTitle } from './useNames';

/** What is published, to be started; fresh from the server where it is chosen from. */
export function usePublished(fresh = false): { apps: AppCard[]; failed: boolean } {
  const apps = useQuery({
    queryKey: keys.apps,
    queryFn: ({ signal }) => api.apps(signal),
    staleTime: fresh ? 0 : 60_000,
  });
  return { apps: apps.data?.items ?? none, failed: apps.isError };
}
const none: never[] = [];

/** Says what a step starts. */
export function useSubSentence(): (sub: SubFlow | undefined) => string {
  const { t } = useTranslation('subflow');
  const words = useWords();
  const title = useFieldTitle();
  const { apps } = usePublished();
  return (sub) => {
    if (!sub?.app) return t('card.none');
    const app = words(apps.find((each) => each.id === sub.app)?.name) || sub.app;
    const what = sub.each ? t('card.each', { app, table: title(sub.each) }) : t('card.one', { app });
    return sub.until === 'started' ? what : t('card.waits', { what });
  };
}
