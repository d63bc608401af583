import { Alert, Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { App } from '../../api';
import { Code } from '../code/Code';
import type { CodeHandle } from '../code/CodeEditor';
import type { Mark } from '../code/marks';
import { useApp, useEdit, useFindings, useStudio } from '../designer/context';
import { FindingList } from '../designer/FindingList';
import { useFlawWords } from '../form/useFlawWords';
import { readJson } from '../model/json';
import { formFlaws } from '../model/shape';
import page from '../parts/Page.module.css';
import { toast } from '../parts/toast';
import type { Designer } from '../state/designer';
import styles from './JsonTab.module.css';

const MOST = 400_000;
const SHOWN = 20;

/** A text that is being written, and the form that it was begun from. */
interface Draft {
  text: string;
  from: App['form'];
}

/** What is not applied yet outlives a look at another part of the app. */
const drafts = new WeakMap<Designer, Draft>();

const written = (form: App['form']) => JSON.stringify({ schema: form.schema, layout: form.layout }, null, 2);

/** The form as JSON: its schema and its layout. What is no form is shown with its line, and never applied. */
export default function JsonTab() {
  const { t } = useTranslation(['studio', 'designer']);
  const { designer } = useStudio();
  const { form } = useApp();
  const edit = useEdit();
  const flawWords = useFlawWords();
  const findings = useFindings().filter(({ place }) => place === 'form' || place.startsWith('form.'));
  const editor = useRef<CodeHandle>(null);
  const kept = drafts.get(designer);
  const [draft, setDraft] = useState(kept);
  const now = useMemo(() => written(form), [form]);
  const text = draft?.text ?? now;
  const wrong = useMemo(() => {
    if (text === now) return [];
    const read = readJson(text);
    if (!read.ok) return [{ ...read.at, message: t(`designer:json.fault.${read.fault}`) }];
    return formFlaws(read.value)
      .slice(0, SHOWN)
      .map((flaw) => ({
        ...read.placeOf(flaw.at),
        message: flaw.at === '' ? flawWords(flaw) : t('designer:flaw.at', { at: flaw.at, what: flawWords(flaw) }),
      }));
  }, [text, now, t, flawWords]);
  const marks = useMemo(() => wrong.map(({ line, message }): Mark => ({ line, level: 'error', message })), [wrong]);

  const change = (next: Draft | undefined) => {
    if (next) drafts.set(designer, next);
    else drafts.delete(designer);
    setDraft(next);
  };
  const write = (next: string) => change(next === now ? undefined : { text: next, from: draft?.from ?? form });
  const apply = () => {
    const read = readJson(text);
    if (!read.ok || formFlaws(read.value).length > 0) return;
    edit((app) => ({ ...app, form: read.value as App['form'] }));
    change(undefined);
    toast(t('designer:json.applied'), { label: t('action.undo'), run: designer.undo });
  };
  const discard = () => {
    const { text: old, from } = draft ?? { text: now, from: form };
    change(undefined);
    toast(t('designer:json.discarded'), { label: t('action.undo'), run: () => change({ text: old, from }) });
  };
  const dirty = text !== now;
  return (
    <div className={`${page.page} ${styles.page}`}>
      <header className={page.head}>
        <h2>{t('designer:json.title')}</h2>
        <p>{t('designer:json.text')}</p>
      </header>
      {dirty && draft && draft.from !== form && <Alert type="warning" showIcon title={t('designer:json.older')} />}
      <Code
        tall
        ownUndo
        language="json"
        most={MOST}
        label={t('designer:json.label')}
        describedBy="json-state"
        value={text}
        onChange={write}
        onRun={apply}
        marks={marks}
        handle={editor}
      />
      <div className={styles.bar}>
        <p id="json-state" role="status" className={styles.state}>
          {!dirty && t('designer:json.same')}
          {dirty && wrong.length === 0 && t('designer:json.ready')}
          {wrong.length > 0 && t('designer:json.wrong', { count: wrong.length })}
        </p>
        <Button disabled={!dirty} onClick={discard}>
          {t('designer:json.discard')}
        </Button>
        <Button type="primary" disabled={!dirty || wrong.length > 0} onClick={apply}>
          {t('designer:json.apply')}
        </Button>
      </div>
      {wrong.length > 0 && (
        <ul className={styles.wrong}>
          {wrong.map(({ line, column, message }) => (
            <li key={`${line} ${column} ${message}`}>
              <button type="button" className={styles.flaw} onClick={() => editor.current?.goTo(line)}>
                <span className={styles.line}>{t('designer:json.line', { line, column })}</span>
                <span>{message}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {!dirty && findings.length > 0 && (
        <section className="card" aria-label={t('problems.title')}>
          <FindingList findings={findings} />
        </section>
      )}
    </div>
  );
}
