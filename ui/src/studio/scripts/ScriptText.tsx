import { type Ref, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Code } from '../code/Code';
import type { CodeHandle } from '../code/CodeEditor';
import type { Mark } from '../code/marks';
import { useApp, useEdit, useFindings } from '../designer/context';
import { setSource, sourceOf } from '../model/scripts';
import { markOf } from './findings';
import styles from './ScriptText.module.css';
import { useScriptNames } from './useScriptNames';

export interface ScriptTextProps {
  /** The script's key. */
  script: string;
  label: string;
  describedBy?: string;
  tall?: boolean;
  /** Marks besides those of the findings. */
  more?: readonly Mark[];
  onRun?: () => void;
  handle?: Ref<CodeHandle>;
}

const none: readonly Mark[] = [];

/** A script of the app in its editor, with what was found wrong with it marked and said. */
export function ScriptText({ script, label, describedBy, tall, more = none, onRun, handle }: ScriptTextProps) {
  const { t } = useTranslation('scripts');
  const app = useApp();
  const edit = useEdit();
  const findings = useFindings();
  const names = useScriptNames(script);
  const own = useRef<CodeHandle>(null);
  const place = `scripts.${script}`;
  const found = useMemo(() => findings.filter((finding) => finding.place === place).map(markOf), [findings, place]);
  const marks = useMemo(() => [...found, ...more], [found, more]);
  return (
    <>
      <Code
        // Another script is another text, with a cursor and a search of its own.
        key={script}
        label={label}
        describedBy={describedBy}
        tall={tall}
        value={sourceOf(app, script)}
        onChange={(source) => edit((a) => setSource(a, script, source), `script ${script}`)}
        marks={marks}
        names={names}
        onRun={onRun}
        handle={(editor) => {
          own.current = editor;
          if (typeof handle === 'function') handle(editor);
          else if (handle) handle.current = editor;
        }}
      />
      {found.length > 0 && (
        <div role="alert">
          <ul className={styles.found}>
            {found.map((mark) => (
              <li key={`${mark.line} ${mark.message}`} className={styles[mark.level]}>
                {mark.line > 0 && (
                  <button type="button" className={styles.line} onClick={() => own.current?.goTo(mark.line)}>
                    {t('line', { line: mark.line })}
                  </button>
                )}
                <span>{mark.message}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
