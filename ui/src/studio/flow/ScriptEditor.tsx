import { type CSSProperties, type KeyboardEvent, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useEdit, useFindings } from '../designer/context';
import { findingsAt } from '../designer/places';
import { setSource, sourceOf } from '../model/scripts';
import styles from './ScriptEditor.module.css';

/** The line that a message names, from 1. */
const lineOf = (message: string): number => Number(/\bline (\d+)/.exec(message)?.[1] ?? 0);

export interface ScriptEditorProps {
  name: string;
  label: string;
  help: string;
}

/** A script with its lines numbered; the one that does not compile is marked. */
export function ScriptEditor({ name, label, help }: ScriptEditorProps) {
  const { t } = useTranslation('studio');
  const app = useApp();
  const edit = useEdit();
  const id = useId();
  const gutter = useRef<HTMLOListElement>(null);
  const [finding] = findingsAt(useFindings(), `scripts.flow.${name}`).filter(({ code }) => code === 'script.broken');
  const wrong = finding ? lineOf(finding.message) : 0;
  const source = sourceOf(app, name);
  const lines = source.split('\n').length;

  // Tab writes two spaces, as in any editor of programs; Escape first lets it leave the field instead.
  const leaving = useRef(false);
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const tab = event.key === 'Tab' && !event.shiftKey && !leaving.current;
    leaving.current = event.key === 'Escape';
    if (!tab) return;
    event.preventDefault();
    const { selectionStart: start, selectionEnd: end } = event.currentTarget;
    event.currentTarget.setRangeText('  ', start, end, 'end');
    edit((a) => setSource(a, name, (event.target as HTMLTextAreaElement).value), `script ${name}`);
  };
  return (
    <div className={styles.script}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.frame}>
        <ol className={styles.gutter} ref={gutter} aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its number.
            <li key={index} className={index + 1 === wrong ? styles.wrong : undefined}>
              {index + 1}
            </li>
          ))}
        </ol>
        <textarea
          id={id}
          className={styles.source}
          style={{ '--lines': Math.min(Math.max(lines + 1, 8), 24) } as CSSProperties}
          value={source}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          maxLength={65_000}
          aria-invalid={finding ? true : undefined}
          aria-describedby={`${id}-help`}
          onKeyDown={press}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onChange={(event) => edit((a) => setSource(a, name, event.target.value), `script ${name}`)}
        />
      </div>
      {finding && (
        <p className={styles.error} role="alert">
          {finding.message.replace(/^script: /, '')}
        </p>
      )}
      <p className={styles.help} id={`${id}-help`}>
        {help}
        <br />
        {t('script.tab')}
      </p>
    </div>
  );
}
