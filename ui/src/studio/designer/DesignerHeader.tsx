import { ArrowLeftOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import { useStore } from 'zustand';
import type { StudioPresence } from '../../api';
import { LanguageSwitch } from '../../app/LanguageSwitch';
import { PersonMenu } from '../../app/PersonMenu';
import { useWords } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { useApp, useStudio } from './context';
import styles from './DesignerHeader.module.css';
import { MoreMenu } from './MoreMenu';
import { Problems } from './Problems';
import { PublishDialog } from './PublishDialog';
import { tabs } from './places';
import { SaveState } from './SaveState';

/** What is being designed, its parts, and what can be done with the whole of it. */
export function DesignerHeader({ others }: { others: StudioPresence['others'] }) {
  const { t } = useTranslation(['studio', 'common']);
  const words = useWords();
  const { appId } = useStudio();
  const app = useApp();
  const [publishing, setPublishing] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const parts = useRef<HTMLElement>(null);

  // A screen reader begins with what has been opened.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  // Where not all parts fit beside each other, the one that is open must be in sight.
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each part has its own path.
  useEffect(() => {
    const open = parts.current?.querySelector<HTMLElement>('[aria-current="page"]');
    const row = parts.current;
    if (open && row && row.scrollWidth > row.clientWidth) row.scrollLeft = open.offsetLeft - row.clientWidth / 2;
  }, [pathname]);

  return (
    <header className={styles.header}>
      <a className={styles.skip} href="#main">
        {t('common:skipToContent')}
      </a>
      <div className={styles.app}>
        <Tooltip title={t('studio:header.back')}>
          <Link className={styles.back} to="/studio" aria-label={t('studio:header.back')}>
            <ArrowLeftOutlined aria-hidden="true" />
          </Link>
        </Tooltip>
        <span className={styles.icon}>
          <AppIcon app={app} size={34} />
        </span>
        <div className={styles.words}>
          <h1 className={styles.name} ref={heading} tabIndex={-1}>
            {words(app.name) || app.id}
          </h1>
          <SaveState others={others} />
        </div>
      </div>
      <nav ref={parts} className={styles.tabs} aria-label={t('studio:header.parts')}>
        <ul>
          {tabs.map((tab) => (
            <li key={tab}>
              <NavLink className={styles.tab} to={`/studio/apps/${encodeURIComponent(appId)}/${tab}`}>
                {t(`studio:tab.${tab}`)}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.actions}>
        <UndoButtons />
        <Problems />
        <MoreMenu />
        <Button type="primary" onClick={() => setPublishing(true)}>
          {t('studio:header.publish')}
        </Button>
      </div>
      <div className={styles.reader}>
        <LanguageSwitch />
        <PersonMenu here="studio" />
      </div>
      {publishing && <PublishDialog onClose={() => setPublishing(false)} />}
    </header>
  );
}

function UndoButtons() {
  const { t } = useTranslation('studio');
  const { designer } = useStudio();
  const canUndo = useStore(designer.store.temporal, (state) => state.pastStates.length > 0);
  const canRedo = useStore(designer.store.temporal, (state) => state.futureStates.length > 0);
  return (
    <span className={styles.undo}>
      <Tooltip title={t('header.undoKeys')}>
        <Button
          type="text"
          icon={<UndoOutlined aria-hidden="true" />}
          aria-label={t('header.undo')}
          disabled={!canUndo}
          onClick={designer.undo}
        />
      </Tooltip>
      <Tooltip title={t('header.redoKeys')}>
        <Button
          type="text"
          icon={<RedoOutlined aria-hidden="true" />}
          aria-label={t('header.redo')}
          disabled={!canRedo}
          onClick={designer.redo}
        />
      </Tooltip>
    </span>
  );
}
