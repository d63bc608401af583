import { DownloadOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { App, StudioDraft } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { ErrorState } from '../../ui/ErrorState';
import { ago } from '../../ui/time';
import { type Conflict, merge, type Side } from '../model/merge/merge';
import { toast } from '../parts/toast';
import { useReadApp, useSaveStatus, useStudio } from './context';
import dialogs from './Dialogs.module.css';
import { downloadApp } from './download';
import styles from './MergeDialog.module.css';
import type { Others } from './useOthers';
import { useThingWords } from './useThingWords';

interface Props {
  others: Others;
  open: boolean;
  setOpen: (open: boolean) => void;
}

/** Two people have changed the same: shows both, side by side, and loses neither without being told to. */
export function MergeDialog({ others, open, setOpen }: Props) {
  const { t } = useTranslation('studio');
  const stale = useSaveStatus().kind === 'stale';
  const { newer, error, retry } = others;
  const asks = newer !== null || error !== null;

  useEffect(() => setOpen(asks), [asks, setOpen]);

  if (newer && stale && open) return <Ask newer={newer} others={others} onClose={() => setOpen(false)} />;
  return (
    <Modal
      open={stale && open}
      title={t('stale.titleUnknown')}
      width={600}
      onCancel={() => setOpen(false)}
      footer={<Button onClick={() => setOpen(false)}>{t('stale.later')}</Button>}
    >
      <div className={dialogs.body}>
        {error ? <ErrorState error={error} onRetry={retry} /> : <p>{t('stale.joining')}</p>}
      </div>
    </Modal>
  );
}

function Ask({ newer, others, onClose }: { newer: StudioDraft; others: Others; onClose: () => void }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const language = useLanguage();
  const { designer, saver } = useStudio();
  const readApp = useReadApp();
  const [choices, setChoices] = useState<Record<string, Side>>({});
  // The dialog is modal: nothing changes underneath while it asks.
  const [mine] = useState(readApp);
  const [{ conflicts }] = useState(() => merge(saver.base(), mine, newer.app));
  const name = words(newer.savedBy?.name);
  const left = conflicts.filter(({ key }) => !choices[key]).length;
  const all = (side: Side) => setChoices(Object.fromEntries(conflicts.map(({ key }) => [key, side])));
  const apply = () => {
    others.settle(choices);
    onClose();
    const gaveUp = Object.values(choices).includes('theirs');
    toast(t('stale.settled'), gaveUp ? { label: t('action.undo'), run: designer.undo } : undefined);
  };
  return (
    <Modal
      open
      title={name ? t('stale.title', { name }) : t('stale.titleUnknown')}
      width={760}
      onCancel={onClose}
      footer={
        <div className={dialogs.footer}>
          <Button onClick={onClose}>{t('stale.later')}</Button>
          <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={() => downloadApp(mine)}>
            {t('stale.downloadMine')}
          </Button>
          <Button icon={<DownloadOutlined aria-hidden="true" />} onClick={() => downloadApp(newer.app, 'theirs')}>
            {t('stale.downloadTheirs')}
          </Button>
          <Button type="primary" disabled={left > 0} onClick={apply}>
            {left > 0 ? t('stale.choose', { count: left }) : t('stale.apply')}
          </Button>
        </div>
      }
    >
      <div className={dialogs.body}>
        <p>
          {name
            ? t('stale.text', { name, when: ago(newer.savedAt, Math.max(newer.savedAt, Date.now()), language) })
            : t('stale.textUnknown')}
        </p>
        {conflicts.length > 1 && (
          <div className={styles.all}>
            <Button size="small" onClick={() => all('mine')}>
              {t('stale.allMine')}
            </Button>
            <Button size="small" onClick={() => all('theirs')}>
              {t('stale.allTheirs')}
            </Button>
          </div>
        )}
        {conflicts.map((conflict) => (
          <Choice
            key={conflict.key}
            conflict={conflict}
            mine={mine}
            theirs={newer.app}
            who={name ? t('stale.theirs', { name }) : t('stale.theirsUnknown')}
            chosen={choices[conflict.key]}
            onChoose={(side) => setChoices((now) => ({ ...now, [conflict.key]: side }))}
          />
        ))}
      </div>
    </Modal>
  );
}

interface ChoiceProps {
  conflict: Conflict;
  mine: App;
  theirs: App;
  who: string;
  chosen?: Side;
  onChoose: (side: Side) => void;
}

function Choice({ conflict, mine, theirs, who, chosen, onChoose }: ChoiceProps) {
  const { t } = useTranslation('studio');
  const { thing, aspect, value } = useThingWords();
  const group = useId();
  return (
    <fieldset className={styles.conflict}>
      <legend className={styles.thing}>
        {thing(conflict, mine, theirs)} <span className={styles.aspect}>{aspect(conflict)}</span>
      </legend>
      <div className={styles.sides}>
        {(['mine', 'theirs'] as const).map((side) => (
          <label key={side} className={chosen === side ? `${styles.side} ${styles.chosen}` : styles.side}>
            <input type="radio" name={group} checked={chosen === side} onChange={() => onChoose(side)} />
            <span className={styles.who}>{side === 'mine' ? t('stale.mine') : who}</span>
            <span className={styles.value}>{value(conflict, side, side === 'mine' ? mine : theirs)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
