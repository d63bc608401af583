import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type DirectoryPerson, directory, directoryKeys, type PeopleFilter } from '../../api';
import { useWords } from '../../i18n/words';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Avatar } from '../../ui/Person';
import { useMedia } from '../../ui/useMedia';
import { ListSkeleton } from '../../work/shared/ListSkeleton';
import styles from './People.module.css';

export interface PeopleListProps {
  filter: PeopleFilter;
  onOpen: (id: string) => void;
}

/** The people that a filter takes: a table, or cards on a narrow screen. */
export function PeopleList({ filter, onOpen }: PeopleListProps) {
  const { t } = useTranslation('people');
  const wide = useMedia('(min-width: 1180px)');
  const people = useInfiniteQuery({
    queryKey: directoryKeys.people(filter),
    queryFn: ({ pageParam, signal }) => directory.people(filter, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: (before) => before,
  });
  if (people.isPending) return <ListSkeleton rows={6} />;
  if (people.isError) {
    return (
      <div className="card">
        <ErrorState error={people.error} onRetry={() => people.refetch()} />
      </div>
    );
  }
  const all = people.data.pages.flatMap((page) => page.items);
  if (all.length === 0) {
    return (
      <div className="card">
        <EmptyState plain title={t('none')} text={t('noneText')} />
      </div>
    );
  }
  return (
    <>
      <div className="card">
        {wide ? <Table people={all} onOpen={onOpen} /> : <Cards people={all} onOpen={onOpen} />}
      </div>
      {people.hasNextPage && (
        <Button className={styles.more} loading={people.isFetchingNextPage} onClick={() => people.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}

interface RowsProps {
  people: DirectoryPerson[];
  onOpen: (id: string) => void;
}

function Who({ person, onOpen }: { person: DirectoryPerson; onOpen: (id: string) => void }) {
  const words = useWords();
  return (
    <button type="button" className={styles.who} onClick={() => onOpen(person.id)}>
      <Avatar who={person} size={36} />
      <span className={styles.whoWords}>
        <span className={styles.whoName}>{words(person.name)}</span>
        <span className={styles.faint}>{person.login}</span>
      </span>
    </button>
  );
}

function Access({ person }: { person: DirectoryPerson }) {
  const { t } = useTranslation('people');
  if (person.status === 'left') return <span className={styles.tag}>{t('access.left')}</span>;
  if (person.hasPassword) {
    return (
      <span className={styles.tag} data-tone="good">
        {t('access.password')}
      </span>
    );
  }
  return (
    <span className={styles.tag} data-tone="wait">
      {t(person.link ? 'access.invited' : 'access.none')}
    </span>
  );
}

const roleNames = ['employee', 'manager', 'hr', 'admin', 'it'] as const;

function Roles({ roles }: { roles: string[] }) {
  const { t } = useTranslation('common');
  return (
    <span className={styles.tags}>
      {roles.map((role) => {
        const known = roleNames.find((each) => each === role);
        return (
          <span key={role} className={styles.tag}>
            {known ? t(`role.${known}`) : role}
          </span>
        );
      })}
    </span>
  );
}

function Table({ people, onOpen }: RowsProps) {
  const { t } = useTranslation('people');
  const words = useWords();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('column.person')}</th>
          <th scope="col">{t('column.position')}</th>
          <th scope="col">{t('column.superior')}</th>
          <th scope="col">{t('column.roles')}</th>
          <th scope="col">{t('column.access')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id} className={person.status === 'left' ? styles.gone : undefined}>
            <td>
              <Who person={person} onOpen={onOpen} />
            </td>
            <td>
              {words(person.title)}
              <span className={styles.below}>{words(person.department?.name)}</span>
            </td>
            <td>{words(person.superior?.name)}</td>
            <td>
              <Roles roles={person.roles} />
            </td>
            <td>
              <Access person={person} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cards({ people, onOpen }: RowsProps) {
  const words = useWords();
  return (
    <ul className={styles.cards}>
      {people.map((person) => (
        <li key={person.id} className={person.status === 'left' ? styles.gone : undefined}>
          <Who person={person} onOpen={onOpen} />
          <div className={styles.facts}>
            {[words(person.title), words(person.department?.name)].filter(Boolean).map((each) => (
              <span key={each}>{each}</span>
            ))}
            <Roles roles={person.roles} />
            <Access person={person} />
          </div>
        </li>
      ))}
    </ul>
  );
}
