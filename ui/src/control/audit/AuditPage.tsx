import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { App, Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { type AuditEntry, record, recordKeys } from '../../api';
import { useLanguage } from '../../i18n/words';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { PageHeader } from '../../ui/PageHeader';
import { useProblemText } from '../../ui/problemText';
import { saveFile } from '../../ui/saveFile';
import { dayWords } from '../../ui/time';
import styles from './AuditPage.module.css';
import { EntryRow } from './EntryRow';
import { Filters } from './Filters';
import { chosenOf, type FilterKey, filterOf } from './filter';
import { useEntryWords } from './useEntryWords';

const PAGE = 50;

/** The record of who did what, newest first. The address holds what is looked for. */
export default function AuditPage() {
  const { t } = useTranslation(['audit', 'common']);
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [search, setSearch] = useSearchParams();
  const chosen = chosenOf(search);
  const filter = filterOf(chosen);
  const list = useInfiniteQuery({
    queryKey: recordKeys.search(filter),
    queryFn: ({ pageParam, signal }) => record.search(filter, pageParam, PAGE, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    refetchOnMount: 'always',
  });
  const exporting = useMutation({
    mutationFn: () => record.take(filter),
    onSuccess: ({ name, file }) => {
      saveFile(name, file);
      message.success(t('audit:exported'));
    },
    onError: (error) => message.error(problemText(error)),
  });
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];

  const choose = (key: FilterKey, value: string | undefined) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(key, value);
        else next.delete(key);
        return next;
      },
      { preventScrollReset: true },
    );

  return (
    <>
      <PageHeader
        title={t('audit:title')}
        text={t('audit:text')}
        extra={
          <Button
            icon={<DownloadOutlined aria-hidden="true" />}
            loading={exporting.isPending}
            onClick={() => exporting.mutate()}
          >
            {t('audit:export')}
          </Button>
        }
      />
      <Filters chosen={chosen} onChoose={choose} onClear={() => setSearch({}, { preventScrollReset: true })} />
      <p className="visually-hidden" role="status">
        {list.isSuccess && t('audit:loaded', { count: entries.length })}
      </p>
      <div className="card">
        {list.isPending && (
          <div className={styles.waiting} aria-busy="true">
            <Skeleton active title={false} paragraph={{ rows: 8 }} />
          </div>
        )}
        {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
        {list.isSuccess && entries.length === 0 && (
          <EmptyState title={t('audit:none')} text={t(list.hasNextPage ? 'audit:goOn' : 'audit:noneText')} />
        )}
        <Days entries={entries} onChoose={choose} />
        {list.hasNextPage && (
          <div className={styles.more}>
            <Button onClick={() => list.fetchNextPage()} loading={list.isFetchingNextPage}>
              {t('common:action.loadMore')}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

/** The entries under their days. */
function Days({ entries, onChoose }: { entries: AuditEntry[]; onChoose: (key: FilterKey, value: string) => void }) {
  const language = useLanguage();
  const words = useEntryWords();
  const days: { name: string; entries: AuditEntry[] }[] = [];
  for (const entry of entries) {
    const name = dayWords(entry.at, language);
    const last = days.at(-1);
    if (last?.name === name) last.entries.push(entry);
    else days.push({ name, entries: [entry] });
  }
  return days.map((day) => (
    <section key={day.name} className={styles.day}>
      <h2 className={styles.date}>{day.name}</h2>
      <ul>
        {day.entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one entry of a request's chain tells several things, which stay in their order.
          <li key={`${entry.object}#${entry.seq}#${entry.action}#${index}`}>
            <EntryRow entry={entry} words={words} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </section>
  ));
}
