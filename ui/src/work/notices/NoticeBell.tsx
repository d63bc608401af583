import { BellOutlined } from '@ant-design/icons';
import { App } from 'antd';
import { type ComponentType, useCallback, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useDismiss } from '../../app/useDismiss';
import { setTitleCount } from '../../ui/pageTitle';
import { useMedia } from '../../ui/useMedia';
import { useUnread } from '../shared/queries';
import styles from './NoticeBell.module.css';
import type { NoticePanelProps } from './NoticePanel';

/** The server counts no further than a hundred. */
const MOST = 99;

/** How many notices are unread, and the way to them: a panel under the bell, or a sheet on a phone. */
export function NoticeBell() {
  const { t } = useTranslation(['work', 'common']);
  const { message } = App.useApp();
  const unread = useUnread();
  const phone = useMedia('(max-width: 720px)');
  const [params, setParams] = useSearchParams();
  const settings = params.get('notices') === 'settings';
  const [expanded, setExpanded] = useState(false);
  const [Panel, setPanel] = useState<ComponentType<NoticePanelProps>>();
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();
  // The sheet is drawn elsewhere, and knows by itself when it is left.
  useDismiss(expanded && !phone, setExpanded, root, trigger);

  const show = useCallback(() => {
    setExpanded(true);
    // Not `lazy`: without a connection that would take the whole page down, and what was typed on it.
    import('./NoticePanel').then(
      (module) => setPanel(() => module.NoticePanel),
      () => {
        setExpanded(false);
        message.error(t('common:state.offline'));
      },
    );
  }, [message, t]);
  // A mail links to the settings.
  useEffect(() => {
    if (settings) show();
  }, [settings, show]);
  useEffect(() => {
    if (expanded || !settings || !Panel) return;
    setParams(
      (now) => {
        now.delete('notices');
        return now;
      },
      { replace: true },
    );
  }, [expanded, settings, Panel, setParams]);
  const close = () => {
    // A sheet that is still there would keep the focus.
    flushSync(() => setExpanded(false));
    trigger.current?.focus();
  };
  const count = unread > MOST ? `${MOST}+` : String(unread);
  useEffect(() => {
    setTitleCount(unread > 0 ? count : '');
    return () => setTitleCount('');
  }, [unread, count]);
  return (
    <div className={styles.bell} ref={root}>
      <button
        ref={trigger}
        type="button"
        className={styles.trigger}
        aria-label={unread > 0 ? t('work:notices.unread', { n: count }) : t('work:notices.title')}
        aria-expanded={expanded}
        aria-controls={expanded && Panel && !phone ? id : undefined}
        onClick={() => (expanded ? setExpanded(false) : show())}
      >
        <BellOutlined aria-hidden="true" />
        {unread > 0 && (
          <span className={styles.badge} aria-hidden="true">
            {count}
          </span>
        )}
      </button>
      {expanded && Panel && (
        <Panel id={id} settings={settings} phone={phone} onClose={close} onFollow={() => setExpanded(false)} />
      )}
    </div>
  );
}
