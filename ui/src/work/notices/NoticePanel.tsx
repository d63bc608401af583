import { ArrowLeftOutlined, CheckOutlined, CloseOutlined, SettingOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { keys, type Notice } from '../../api';
import { useWords } from '../../i18n/words';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { RelativeTime } from '../../ui/RelativeTime';
import { useSaidFor } from '../../ui/standIn';
import { ListSkeleton } from '../shared/ListSkeleton';
import { useApps, useNotices, useUnread } from '../shared/queries';
import styles from './NoticePanel.module.css';
import { NoticeSettings } from './NoticeSettings';
import { useReadAll, useReadOne } from './useRead';

export interface NoticePanelProps {
  id: string;
  /** Begins with the settings, as the link in a mail asks for. */
  settings: boolean;
  phone: boolean;
  onClose: () => void;
  /** A notice was followed to its request, which takes the focus. */
  onFollow: () => void;
}

/** What the reader was told, newest first, and of what they are told by mail. Following a notice reads it. */
export function NoticePanel({ id, settings, phone, onClose, onFollow }: NoticePanelProps) {
  const { t } = useTranslation(['work', 'common']);
  const [choosing, setChoosing] = useState(settings);
  const title = t(choosing ? 'work:notices.mail.title' : 'work:notices.title');
  const tools = (
    <>
      {!choosing && <ReadAll />}
      <Button
        type="text"
        icon={choosing ? <ArrowLeftOutlined aria-hidden="true" /> : <SettingOutlined aria-hidden="true" />}
        aria-label={t(choosing ? 'work:notices.back' : 'work:notices.settings')}
        title={t(choosing ? 'work:notices.back' : 'work:notices.settings')}
        onClick={() => setChoosing(!choosing)}
      />
    </>
  );
  const content = choosing ? <NoticeSettings /> : <Notices onFollow={onFollow} />;
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
          <div className={styles.tools}>
            {tools}
            <Button
              type="text"
              icon={<CloseOutlined aria-hidden="true" />}
              aria-label={t('common:action.close')}
              onClick={onClose}
            />
          </div>
        }
        styles={{ body: { padding: 0 }, section: { borderRadius: '16px 16px 0 0' } }}
      >
        {content}
      </Drawer>
    );
  }
  return (
    <section className={styles.panel} id={id} aria-labelledby={`${id}-title`}>
      <div className={styles.head}>
        <h2 className={styles.title} id={`${id}-title`}>
          {title}
        </h2>
        <div className={styles.tools}>{tools}</div>
      </div>
      {content}
    </section>
  );
}

function ReadAll() {
  const { t } = useTranslation('work');
  const unread = useUnread();
  const read = useReadAll();
  if (unread === 0) return null;
  return (
    <Button
      type="text"
      size="small"
      icon={<CheckOutlined aria-hidden="true" />}
      loading={read.isPending}
      onClick={() => read.mutate()}
    >
      {t('notices.readAll')}
    </Button>
  );
}

function Notices({ onFollow }: { onFollow: () => void }) {
  const { t } = useTranslation('work');
  const notices = useNotices();
  if (notices.isPending) return <ListSkeleton rows={3} />;
  if (!notices.data) return <ErrorState error={notices.error} onRetry={() => notices.refetch()} />;
  const items = notices.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <EmptyState plain title={t('notices.empty')} text={t('notices.emptyText')} />;
  return (
    <>
      <ul className={styles.list}>
        {items.map((notice) => (
          <li key={notice.id}>
            <Item notice={notice} onFollow={onFollow} />
          </li>
        ))}
      </ul>
      {notices.hasNextPage && (
        <p className={styles.more}>
          <Button type="text" loading={notices.isFetchingNextPage} onClick={() => notices.fetchNextPage()}>
            {t('notices.older')}
          </Button>
        </p>
      )}
    </>
  );
}

const kinds = [
  'task.assigned',
  'task.urged',
  'task.due',
  'task.overdue',
  'step.failed',
  'script.failed',
  'notice.given',
  'copy.sent',
  'comment.added',
  'instance.ended',
] as const;

function Item({ notice, onFollow }: { notice: Notice; onFollow: () => void }) {
  const { t } = useTranslation('work');
  const words = useWords();
  const client = useQueryClient();
  const app = useApps().data?.items.find((each) => each.id === notice.app);
  const kind = kinds.find((each) => each === notice.kind) ?? 'other';
  const saidFor = useSaidFor();
  const { mutate: read } = useReadOne();
  const { unread } = notice;
  const follow = () => {
    if (unread) read(notice);
    // The page may be on screen already, as it stood before.
    void client.invalidateQueries({ queryKey: keys.instance(notice.instance) });
    onFollow();
  };
  return (
    <Link
      className={unread ? `${styles.item} ${styles.unread}` : styles.item}
      to={notice.instance ? `/cases/${notice.instance}` : `/studio/apps/${encodeURIComponent(notice.app)}/scripts`}
      onClick={follow}
    >
      <span className={styles.words}>
        {unread && <span className="visually-hidden">{t('notices.mark')} </span>}
        {saidFor(words(notice.text) || t(`notices.kind.${kind}`), notice.for)}
      </span>{' '}
      <span className={styles.small}>
        {app && <>{words(app.name)} · </>}
        {notice.no && <>{notice.no} · </>}
        <RelativeTime at={notice.at} />
      </span>
    </Link>
  );
}
