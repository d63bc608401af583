import { CopyOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api, type Instance, keys } from '../../api';
import { useMe } from '../../app/session';
import type { FieldModel } from '../../form/model';
import type { FormStore } from '../../form/store';
import { useLanguage, useWords } from '../../i18n/words';
import { ErrorState } from '../../ui/ErrorState';
import { useProblemText } from '../../ui/problemText';
import { dayWords } from '../../ui/time';
import { ListSkeleton } from '../shared/ListSkeleton';
import styles from './Beginning.module.css';
import { earlier, type FilledIn, fillFromCase, fillFromLink, linked } from './fillIn';

const OFFERED = 5;

export interface BeginningProps {
  app: string;
  store: FormStore;
}

type Source = { link: FilledIn } | { copied: FilledIn; from: Instance } | { failed: unknown } | { foreign: true };

/** What a new request begins with: what a link says, an earlier request, or nothing. */
export default function Beginning({ app, store }: BeginningProps) {
  const { t } = useTranslation(['work', 'common']);
  const me = useMe();
  const [search] = useSearchParams();
  const [source, setSource] = useState<Source>();
  const [choosing, setChoosing] = useState(false);
  const untouched = useSyncExternalStore(
    useCallback((listener: () => void) => store.watch(listener), [store]),
    () => store.revision === 0,
  );

  const copy = useCallback(
    async (id: string) => {
      try {
        const from = await earlier(app, id, me.id);
        setSource(from ? { copied: fillFromCase(store, from), from } : { foreign: true });
      } catch (failed) {
        setSource({ failed });
      }
    },
    [app, store, me.id],
  );

  // The address says it once: what it filled in is a draft from then on.
  const first = useRef(search);
  useEffect(() => {
    const from = first.current.get('from');
    if (from) void copy(from);
    else if (linked(first.current).length > 0) {
      fillFromLink(store, first.current).then(
        (link) => setSource({ link }),
        (failed) => setSource({ failed }),
      );
    }
  }, [copy, store]);

  return (
    <>
      {source && <Told source={source} />}
      {!source && untouched && (
        <div className={styles.offer}>
          <Button type="text" icon={<CopyOutlined aria-hidden="true" />} onClick={() => setChoosing(true)}>
            {t('work:request.copyEarlier')}
          </Button>
        </div>
      )}
      {choosing && (
        <Earlier
          app={app}
          onClose={() => setChoosing(false)}
          onChoose={(id) => {
            setChoosing(false);
            void copy(id);
          }}
        />
      )}
    </>
  );
}

/** Says what was filled in and what was not. */
function Told({ source }: { source: Source }) {
  const { t } = useTranslation(['work', 'common']);
  const words = useWords();
  const language = useLanguage();
  const problemText = useProblemText();
  if ('failed' in source || 'foreign' in source) {
    const why = 'failed' in source ? problemText(source.failed) : t('work:request.copyForeign');
    return <Alert type="warning" showIcon role="alert" title={t('work:request.copyFailed')} description={why} />;
  }
  const named = (fields: readonly FieldModel[]) =>
    fields.map((field) => words(field.layout.title) || field.id).join(t('common:separator'));
  const { taken, refused } = 'link' in source ? source.link : source.copied;
  const title =
    'link' in source
      ? t('work:request.fromLink')
      : t('work:request.fromCase', { no: source.from.no, day: dayWords(source.from.createdAt, language) });
  return (
    <Alert
      type={refused.length > 0 ? 'warning' : 'info'}
      showIcon
      role="status"
      title={title}
      description={
        <>
          <p>
            {taken.length > 0
              ? t('work:request.filledIn', { fields: named(taken) })
              : t('work:request.filledInNothing')}
          </p>
          {refused.length > 0 && (
            <ul className={styles.refused}>
              {refused.map(({ name, field, why }) => (
                <li key={name}>{t(`work:request.refused_${why}`, { field: words(field?.layout.title) || name })}</li>
              ))}
            </ul>
          )}
        </>
      }
    />
  );
}

/** The last few requests of the reader's own, to choose one from. */
function Earlier({ app, onClose, onChoose }: { app: string; onClose: () => void; onChoose: (id: string) => void }) {
  const { t } = useTranslation(['work', 'common']);
  const words = useWords();
  const language = useLanguage();
  const filter = { scope: 'mine', app } as const;
  const list = useQuery({
    queryKey: [...keys.instances, 'earlier', app],
    queryFn: ({ signal }) => api.instances(filter, '', OFFERED, signal),
  });
  return (
    <Modal open title={t('work:request.copyEarlier')} footer={null} onCancel={onClose}>
      {list.isPending && <ListSkeleton rows={3} />}
      {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.data?.items.length === 0 && <p>{t('work:request.copyNone')}</p>}
      <ul>
        {list.data?.items.map((row) => (
          <li key={row.id}>
            <button type="button" className={styles.row} onClick={() => onChoose(row.id)}>
              <span className={styles.title}>{words(row.title)}</span>
              <span className={`${styles.small} tabular`}>
                {row.no} · {dayWords(row.createdAt, language)} · {t(`common:status.${row.status}`)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
