import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Absence, absenceKeys, absences } from '../api';
import { useMe } from '../app/session';
import { useWords } from '../i18n/words';
import { useProblemText } from '../ui/problemText';
import styles from './AwayBanner.module.css';
import { useAbsenceApps } from './useApps';
import { usePeriod } from './usePeriod';

/** Says on every page that its reader is away, until when and who acts, and lets them end it. */
export default function AwayBanner() {
  const me = useMe();
  const list = useQuery({
    queryKey: absenceKeys.of(me.id),
    queryFn: ({ signal }) => absences.of(me.id, signal),
    staleTime: 60_000,
  });
  // What counts for all apps is said before what counts for some.
  const now = list.data?.items
    .filter((each) => each.state === 'now')
    .sort((a, b) => Math.min(a.apps.length, 1) - Math.min(b.apps.length, 1))[0];
  if (!now || !list.data) return null;
  return <Away absence={now} zone={list.data.zone} person={me.id} />;
}

function Away({ absence, zone, person }: { absence: Absence; zone: string; person: string }) {
  const { t } = useTranslation('absence');
  const words = useWords();
  const { until } = usePeriod(zone);
  const { names } = useAbsenceApps(absence.apps.length > 0);
  const client = useQueryClient();
  const problemText = useProblemText();
  const { message } = App.useApp();
  const end = useMutation({
    mutationFn: () => absences.end(person, absence.id),
    onSuccess: (left) => {
      client.setQueryData(absenceKeys.of(person), left);
      message.success(t('banner.ended'));
    },
    onError: (error) => message.error(problemText(error)),
  });
  const facts = { until: until(absence.until), name: words(absence.acting?.name), apps: names(absence.apps) };
  return (
    <section className={styles.banner} aria-label={t('banner.label')}>
      <p>
        {!absence.acting
          ? t('banner.nobody', facts)
          : absence.apps.length > 0
            ? t('banner.awaySome', facts)
            : t('banner.away', facts)}
      </p>
      <div className={styles.tools}>
        <Link to="/account">{t('banner.change')}</Link>
        <Button size="small" loading={end.isPending} onClick={() => end.mutate()}>
          {t('banner.end')}
        </Button>
      </div>
    </section>
  );
}
