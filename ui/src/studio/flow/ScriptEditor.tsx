import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSelection, useStudio } from '../designer/context';
import { ScriptText } from '../scripts/ScriptText';
import styles from './ScriptEditor.module.css';

export interface ScriptEditorProps {
  /** The script's key. */
  script: string;
  label: string;
  help: string;
}

/** A step's script among the step's settings, with the way to the bench where it can be tried. */
export function ScriptEditor({ script, label, help }: ScriptEditorProps) {
  const { t } = useTranslation(['studio', 'scripts']);
  const navigate = useNavigate();
  const { appId } = useStudio();
  const [, select] = useSelection();
  const id = useId();
  return (
    <div className={styles.script}>
      <div className={styles.top}>
        <span className={styles.label}>{label}</span>
        <button
          type="button"
          className={styles.open}
          onClick={() => {
            select({ kind: 'script', key: script });
            navigate(`/studio/apps/${encodeURIComponent(appId)}/scripts`);
          }}
        >
          {t('scripts:openBench')}
        </button>
      </div>
      <ScriptText script={script} label={label} describedBy={`${id}-help`} />
      <p className={styles.help} id={`${id}-help`}>
        {help}
        <br />
        {t('studio:script.tab')}
      </p>
    </div>
  );
}
