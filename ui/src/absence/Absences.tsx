import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Absence, type Absences as AbsenceList, absenceKeys, absences, hasStatus, type PersonName } from '../api';
import { useMe } from '../app/session';
import { useWords } from '../i18n/words';
import { toast } from '../studio/parts/toast';
import { ErrorState } from '../ui/ErrorState';
import { useProblemText } from '../ui/problemText';
import { ListSkeleton } from '../work/shared/ListSkeleton';
import { AbsenceDialog } from './AbsenceDialog';
import styles from './Absences.module.css';
import { useAbsenceApps } from './useApps';
import { usePeriod } from './usePeriod';

/** How many absences that are over are listed. */
const EARLIER = 3;

export interface AbsencesProps {
  person: PersonName;
  /** Set where the headings lie below another one. */
  below?: boolean;
  className?: string;
}

/** When a person is away and who stands in, with everything that can be done about it. */
export function Absences({ person, below = false, className = '' }: AbsencesProps) {
  const { t } = useTranslation('absence');
  const me = useMe();
  const own = me.id === person.id;
  // IT keeps the directory, but not when people are away and why. Another policy may see that differently.
  const may = own || me.roles.some((role) => role === 'hr' || role === 'admin');
  const list = useQuery({
    enabled: may,
    queryKey: absenceKeys.of(person.id),
    queryFn: ({ signal }) => absences.of(person.id, signal),
    staleTime: 0,
  });
  if (!may || (!own && hasStatus(list.error, 403))) return null;
  const Title = below ? 'h3' : 'h2';
  return (
    <section className={`${styles.section} ${className}`} aria-labelledby={`absences-${person.id}`}>
      <Title id={`absences-${person.id}`}>{t('title')}</Title>
      <p className={styles.faint}>{t(own ? 'text' : 'textOther')}</p>
      {list.isPending && <ListSkeleton rows={1} />}
      {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.data && <List person={person} own={own} list={list.data} heading={below ? 'h4' : 'h3'} />}
    </section>
  );
}

interface ListProps {
  person: PersonName;
  own: boolean;
  list: AbsenceList;
  heading: 'h3' | 'h4';
}

function List({ person, own, list, heading: Heading }: ListProps) {
  const { t } = useTranslation('absence');
  const words = useWords();
  const { period } = usePeriod(list.zone);
  const client = useQueryClient();
  const problemText = useProblemText();
  const [dialog, setDialog] = useState<{ absence?: Absence }>();
  const { names } = useAbsenceApps(list.items.length + list.standingIn.length > 0);
  const end = useMutation({
    mutationFn: (absence: Absence) => absences.end(person.id, absence.id),
    onSuccess: (left, absence) => {
      client.setQueryData(absenceKeys.of(person.id), left);
      toast(t(absence.state === 'upcoming' ? 'removed' : own ? 'ended' : 'endedOther'));
    },
    onError: (error) => toast(problemText(error)),
  });
  const live = list.items.filter((each) => each.state !== 'over').reverse();
  const over = list.items.filter((each) => each.state === 'over').slice(0, EARLIER);
  return (
    <>
      {live.length === 0 && <p className={styles.faint}>{t('empty')}</p>}
      {live.length > 0 && (
        <ul className={styles.list}>
          {live.map((absence) => (
            <li key={absence.id}>
              <div className={styles.words}>
                <p className={styles.period}>
                  {period(absence)}
                  <span className={absence.state === 'now' ? `${styles.mark} ${styles.now}` : styles.mark}>
                    {t(`state.${absence.state}`)}
                  </span>
                </p>
                <Facts absence={absence} apps={names(absence.apps)} />
              </div>
              <div className={styles.buttons}>
                <Button
                  size="small"
                  aria-label={t('editLabel', { period: period(absence) })}
                  onClick={() => setDialog({ absence })}
                >
                  {t('edit')}
                </Button>
                <Button
                  size="small"
                  danger
                  loading={end.isPending && end.variables?.id === absence.id}
                  aria-label={t(absence.state === 'now' ? 'endLabel' : 'removeLabel', { period: period(absence) })}
                  onClick={() => end.mutate(absence)}
                >
                  {t(absence.state === 'now' ? 'end' : 'remove')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button type={live.length === 0 ? 'primary' : 'default'} onClick={() => setDialog({})}>
          {t('add')}
        </Button>
      </div>
      {over.length > 0 && (
        <>
          <Heading>{t('earlier')}</Heading>
          <ul className={styles.list}>
            {over.map((absence) => (
              <li key={absence.id}>
                <div className={styles.words}>
                  <p>{period(absence)}</p>
                  <p className={styles.faint}>{t('standIn', { name: words(absence.standIn?.name) })}</p>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {own && list.standingIn.length > 0 && (
        <>
          <Heading>{t('standingIn')}</Heading>
          <ul className={styles.list}>
            {list.standingIn.map((each) => (
              <li key={`${each.person?.id} ${each.from} ${each.apps.join()}`}>
                <div className={styles.words}>
                  <p className={styles.period}>{words(each.person?.name)}</p>
                  <p className={styles.faint}>{period(each)}</p>
                  {each.apps.length > 0 && <p className={styles.faint}>{t('apps', { apps: names(each.apps) })}</p>}
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      {dialog && (
        <AbsenceDialog
          person={person}
          own={own}
          absence={dialog.absence}
          zone={list.zone}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

/** Who acts, for what, and why. */
function Facts({ absence, apps }: { absence: Absence; apps: string }) {
  const { t } = useTranslation('absence');
  const words = useWords();
  const { standIn, acting } = absence;
  return (
    <>
      <p>{t('standIn', { name: words(standIn?.name) })}</p>
      {!acting && <p className={styles.warning}>{t('nobody')}</p>}
      {acting && acting.id !== standIn?.id && (
        <p className={styles.faint}>{t('acting', { name: words(acting.name) })}</p>
      )}
      {absence.apps.length > 0 && <p className={styles.faint}>{t('apps', { apps })}</p>}
      {absence.waiting && <p className={styles.faint}>{t('waiting')}</p>}
      {absence.reason && <p className={styles.faint}>“{absence.reason}”</p>}
    </>
  );
}
