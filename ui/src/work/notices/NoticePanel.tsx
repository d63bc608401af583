import { CloseOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, keys, type Notice, type NoticeList } from '../../api';
import { useWords } from '../../i18n/words';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { RelativeTime } from '../../ui/RelativeTime';
import { ListSkeleton } from '../shared/ListSkeleton';
import { useApps, useNotices } from '../shared/queries';
import styles from './NoticePanel.module.css';

export interface NoticePanelProps {
  id: string;
  phone: boolean;
  onClose: () => void;
  /** A notice was followed to its request, which takes the focus. */
  onFollow: () => void;
}

/** The newest notices. Looking at them is reading them. */
export function NoticePanel({ id, phone, onClose, onFollow }: NoticePanelProps) {
  const { t } = useTranslation(['work', 'common']);
  const title = t('work:notices.title');
  if (phone) {
    return (
      <Drawer
        open
        onClose={onClose}
        placement="bottom"
        size="82%"
        title={title}
        closable={false}
        extra={
          <Button
            type="text"
            icon={<CloseOutlined aria-hidden="true" />}
            aria-label={t('common:action.close')}
            onClick={onClose}
          />
        }
        styles={{ body: { padding: 0 }, section: { borderRadius: '16px 16px 0 0' } }}
      >
        <Notices onFollow={onFollow} />
      </Drawer>
    );
  }
  return (
    <section className={styles.panel} id={id} aria-labelledby={`${id}-title`}>
      <h2 className={styles.title} id={`${id}-title`}>
        {title}
      </h2>
      <Notices onFollow={onFollow} />
    </section>
  );
}

function Notices({ onFollow }: { onFollow: () => void }) {
  const { t } = useTranslation('work');
  const notices = useNotices();
  const fresh = useReading(notices.data, notices.isFetching);
  if (notices.isPending) return <ListSkeleton rows={3} />;
  if (!notices.data) return <ErrorState error={notices.error} onRetry={() => notices.refetch()} />;
  if (notices.data.items.length === 0) {
    return <EmptyState plain title={t('notices.empty')} text={t('notices.emptyText')} />;
  }
  return (
    <ul className={styles.list}>
      {notices.data.items.map((notice) => (
        <li key={notice.id}>
          <Item notice={notice} unread={notice.unread || fresh.has(notice.id)} onFollow={onFollow} />
        </li>
      ))}
    </ul>
  );
}

/**
 * Tells the server that what is on screen was read, and remembers what of it was new, for the marks to stay
 * while the reader looks. Where that fails, the next answer from the server tries again.
 */
function useReading(list: NoticeList | undefined, fetching: boolean): ReadonlySet<string> {
  const client = useQueryClient();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const { mutate } = useMutation({
    mutationFn: api.readNotices,
    onSuccess: () =>
      client.setQueryData<NoticeList>(
        keys.notices,
        (now) => now && { items: now.items.map((notice) => ({ ...notice, unread: false })), unread: 0 },
      ),
  });
  useEffect(() => {
    if (!list || list.unread === 0 || fetching) return;
    setFresh((known) => new Set([...known, ...list.items.flatMap(({ id, unread }) => (unread ? id : []))]));
    mutate();
  }, [list, fetching, mutate]);
  return fresh;
}

const kinds = ['task.assigned', 'copy.sent', 'instance.ended'] as const;

function Item({ notice, unread, onFollow }: { notice: Notice; unread: boolean; onFollow: () => void }) {
  const { t } = useTranslation('work');
  const words = useWords();
  const client = useQueryClient();
  const app = useApps().data?.items.find((each) => each.id === notice.app);
  const kind = kinds.find((each) => each === notice.kind) ?? 'other';
  const follow = () => {
    // The page may be on screen already, as it stood before.
    void client.invalidateQueries({ queryKey: keys.instance(notice.instance) });
    onFollow();
  };
  return (
    <Link
      className={unread ? `${styles.item} ${styles.unread}` : styles.item}
      to={`/cases/${notice.instance}`}
      onClick={follow}
    >
      <span className={styles.words}>
        {unread && <span className="visually-hidden">{t('notices.mark')} </span>}
        {t(`notices.kind.${kind}`)}
      </span>{' '}
      <span className={styles.small}>
        {app && <>{words(app.name)} · </>}
        {notice.no} · <RelativeTime at={notice.at} />
      </span>
    </Link>
  );
}
