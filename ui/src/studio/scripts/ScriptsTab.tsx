import { PlayCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState';
import type { CodeHandle } from '../code/CodeEditor';
import type { Mark } from '../code/marks';
import { useApp, useSelection } from '../designer/context';
import { scriptKeys } from '../model/scripts';
import page from '../parts/Page.module.css';
import { Result } from './Result';
import { Sample } from './Sample';
import { ScriptHead } from './ScriptHead';
import { AddScript, ScriptList } from './ScriptList';
import { ScriptSettings } from './ScriptSettings';
import styles from './ScriptsTab.module.css';
import { ScriptText } from './ScriptText';
import { useBench } from './useBench';
import { useScriptTitle } from './useScriptTitle';

/** The app's scripts, each with its editor and the bench on which it is tried. */
export default function ScriptsTab() {
  const { t } = useTranslation('scripts');
  const app = useApp();
  const [selection, select] = useSelection();
  const keys = scriptKeys(app);
  const followed = selection?.kind === 'script' ? selection.key : undefined;
  const script = followed !== undefined && keys.includes(followed) ? followed : keys[0];
  const choose = (key: string) => select({ kind: 'script', key });
  return (
    <div className={`${page.page} ${styles.page}`}>
      <header className={page.head}>
        <h2>{t('title')}</h2>
        <p>{t('text')}</p>
      </header>
      {script === undefined ? (
        <div className="card">
          <EmptyState
            title={t('none')}
            text={t('noneText')}
            note={t('noneExample')}
            action={<AddScript primary onAdded={choose} />}
          />
        </div>
      ) : (
        <div className={styles.tab}>
          <ScriptList chosen={script} onChoose={choose} />
          <Workbench script={script} onRenamed={choose} />
        </div>
      )}
    </div>
  );
}

const none: readonly Mark[] = [];

function Workbench({ script, onRenamed }: { script: string; onRenamed: (key: string) => void }) {
  const { t } = useTranslation('scripts');
  const titleOf = useScriptTitle();
  const bench = useBench(script);
  const editor = useRef<CodeHandle>(null);
  const result = useRef<HTMLElement>(null);
  const id = useId();
  const { tried, stale } = bench;
  const failing = useMemo((): readonly Mark[] => {
    if (!tried?.line || stale) return none;
    return [{ line: tried.line, level: 'error', message: tried.message ?? '' }];
  }, [tried, stale]);
  // What came of it may be below the fold.
  useEffect(() => {
    if (tried) result.current?.scrollIntoView({ block: 'nearest' });
  }, [tried]);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    bench.run();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter runs the script from anywhere on the bench.
    <div className={styles.bench} onKeyDown={press}>
      <section className={`card ${styles.script}`} aria-label={titleOf(script)}>
        <ScriptHead key={script} script={script} onRenamed={onRenamed} />
        <ScriptText
          script={script}
          label={t('source', { title: titleOf(script) })}
          describedBy={`${id}-keys`}
          tall
          more={failing}
          onRun={bench.run}
          handle={editor}
        />
        <div className={styles.runBar}>
          <Button
            type="primary"
            icon={<PlayCircleOutlined aria-hidden="true" />}
            loading={bench.running}
            onClick={bench.run}
          >
            {t('bench.run')}
          </Button>
          <p className={styles.note} id={`${id}-keys`}>
            {t('keys')}
          </p>
        </div>
      </section>
      <Sample bench={bench} />
      <section className={`card ${styles.result}`} ref={result}>
        <Result script={script} bench={bench} onLine={(line) => editor.current?.goTo(line)} />
      </section>
      <section className={`card ${styles.settings}`}>
        <h3>{t('settings')}</h3>
        <ScriptSettings script={script} />
      </section>
    </div>
  );
}
