import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type DemoRole, keys, type Session } from '../../api';
import { keepLanguage, useSessionChange } from '../../app/session';
import { useWords } from '../../i18n/words';
import { ErrorState } from '../../ui/ErrorState';
import { Avatar } from '../../ui/Person';
import { useProblemText } from '../../ui/problemText';
import styles from './Enter.module.css';

/** One card per demo person; pressing it logs in as them. */
export function DemoCards({ onDone }: { onDone?: (session: Session) => void }) {
  const { t } = useTranslation(['work', 'common']);
  const words = useWords();
  const change = useSessionChange();
  const problemText = useProblemText();
  const demo = useQuery({ queryKey: keys.demo, queryFn: ({ signal }) => api.demo(signal), staleTime: 300_000 });
  const enter = useMutation({
    mutationFn: (as: DemoRole) => {
      keepLanguage();
      return change(() => api.enterAs(as));
    },
    onSuccess: onDone,
  });

  if (demo.isPending) return <Skeleton active title={false} paragraph={{ rows: 5, width: '100%' }} />;
  if (demo.isError) return <ErrorState error={demo.error} onRetry={() => demo.refetch()} />;
  return (
    <>
      {enter.isError && <Alert type="error" showIcon role="alert" title={problemText(enter.error)} />}
      <ul className={styles.cards}>
        {demo.data.people.map(({ as, person }) => {
          const role = t(`common:role.${as}`);
          const name = words(person.name);
          return (
            <li key={as}>
              <button
                type="button"
                className={styles.card}
                disabled={enter.isPending}
                aria-busy={enter.isPending && enter.variables === as}
                onClick={() => enter.mutate(as)}
              >
                <Avatar who={person} size={40} />
                <span className={styles.cardWords}>
                  <span className={styles.cardRole}>
                    <span className="visually-hidden">{t('work:enter.demoEnter')} </span>
                    {role} <span className={styles.cardName}>{name}</span>
                  </span>
                  <span className={styles.cardText}>{t(`work:enter.demoRole.${as}`)}</span>
                </span>
                <span className={styles.cardGo} aria-hidden="true">
                  →
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
