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
import { SettingValue } from '../words/SettingValue';
import { useLabelWords } from '../words/useLabelWords';
import { AppScope, useReadApp, useSaveStatus, useStudio } from './context';
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
  const { thing } = useThingWords();
  const group = useId();
  // The order of all rules is about no single one of them.
  const about = conflict.aspect === 'order' && conflict.id === '' ? '' : thing(conflict, mine, theirs);
  return (
    <fieldset className={styles.conflict}>
      <legend className={styles.thing}>
        {about}{' '}
        <AppScope app={mine}>
          <Label conflict={conflict} alone={about === ''} />
        </AppScope>
      </legend>
      <div className={styles.sides}>
        {(['mine', 'theirs'] as const).map((side) => (
          <Option
            key={side}
            group={group}
            conflict={conflict}
            side={side}
            apps={{ mine, theirs }}
            who={who}
            checked={chosen === side}
            onChoose={() => onChoose(side)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Label({ conflict, alone }: { conflict: Conflict; alone: boolean }) {
  const label = useLabelWords();
  return <span className={alone ? undefined : styles.aspect}>{label(conflict, conflict.aspect)}</span>;
}

interface OptionProps {
  group: string;
  conflict: Conflict;
  side: Side;
  apps: Readonly<Record<Side, App>>;
  who: string;
  checked: boolean;
  onChoose: () => void;
}

function Option({ group, conflict, side, apps, who, checked, onChoose }: OptionProps) {
  const { t } = useTranslation('studio');
  const other: Side = side === 'mine' ? 'theirs' : 'mine';
  return (
    <label className={checked ? `${styles.side} ${styles.chosen}` : styles.side}>
      <input type="radio" name={group} checked={checked} onChange={onChoose} />
      <span className={styles.who}>{side === 'mine' ? t('stale.mine') : who}</span>
      {conflict.aspect === '' ? (
        <span className={styles.value}>{t(conflict[side] === undefined ? 'stale.removed' : 'stale.changed')}</span>
      ) : (
        <SettingValue
          className={styles.value}
          thing={conflict}
          aspect={conflict.aspect}
          app={apps[side]}
          value={conflict[side]}
          beside={conflict[other]}
        />
      )}
    </label>
  );
}
