import { Button } from 'antd';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Finding, parse, type Type } from '../../core/rule';
import { check } from '../../core/rule/check';
import { FormulaError } from '../../core/rule/formula/error';
import type { Naming } from '../../core/rule/formula/naming';
import { type Formula, readFormula } from '../../core/rule/formula/read';
import { bracketed, writeFormula } from '../../core/rule/formula/write';
import { unfinished } from '../../core/rule/parse';
import styles from './FormulaEditor.module.css';
import { FunctionList } from './FunctionList';
import { Highlight, type Wrong } from './Highlight';
import { useFormulaTypes } from './useFormulaTypes';
import { useLive } from './useLive';

export interface FormulaEditorProps {
  label: string;
  value: unknown;
  /** What the formula has to come to. */
  want: Type;
  /** The table whose rows the formula may read one by one. */
  table?: string;
  /**
   * Called with every formula, also one of the wrong type, and with `{text}` for what cannot be read: nothing that
   * was typed is lost, and the findings keep it from being published.
   */
  onChange: (expr: unknown) => void;
}

function written(value: unknown, naming: Naming): string {
  if (value === undefined || value === null) return '';
  const text = unfinished(value);
  if (text !== undefined) return text;
  try {
    return writeFormula(value, naming);
  } catch {
    // Only what was imported can be no expression at all.
    return JSON.stringify(value);
  }
}

interface Read {
  formula?: Formula;
  wrong?: Wrong;
}

/** A formula as text with its fields as chips, what it comes to on the sample values, and errors at their place. */
export function FormulaEditor({ label, value, want, table, onChange }: FormulaEditorProps) {
  const { t } = useTranslation('rules');
  const id = useId();
  const { types, naming } = useFormulaTypes(table);
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => written(value, naming));
  const caret = useRef<number | null>(null);
  const said = useRef(JSON.stringify(value));

  // Another value than was written here comes from undo, or from another formula in this place.
  useEffect(() => {
    const now = JSON.stringify(value);
    if (now === said.current) return;
    said.current = now;
    setText(written(value, naming));
  }, [value, naming]);

  useLayoutEffect(() => {
    if (caret.current === null) return;
    area.current?.focus();
    area.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const say = (code: string, params: Finding['params']) =>
    t(`problem.${code}`, { ...params, ...wordsOf(params, naming, t), defaultValue: code });
  const { formula, wrong } = judge(text);

  function judge(source: string): Read {
    try {
      const read = readFormula(source, naming);
      const [finding] = check(parse(read.expr), types, want, table);
      if (!finding) return { formula: read };
      return {
        formula: read,
        wrong: { ...read.spanOf(String(finding.params?.at)), message: say(finding.code, finding.params) },
      };
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      return { wrong: { from: error.from, to: error.to, message: say(error.code, error.params) } };
    }
  }

  const write = (next: string) => {
    setText(next);
    const { formula: read } = judge(next);
    const expr = read ? read.expr : { text: next };
    said.current = JSON.stringify(expr);
    onChange(expr);
  };
  const insert = (piece: string, back = 0) => {
    const { selectionStart: from = text.length, selectionEnd: to = text.length } = area.current ?? {};
    caret.current = from + piece.length - back;
    write(text.slice(0, from) + piece + text.slice(to));
  };
  const live = useLive(formula?.expr ?? null, table);

  return (
    <div className={styles.editor}>
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <div className={wrong ? `${styles.box} ${styles.bad}` : styles.box}>
        <Highlight text={text} wrong={wrong} />
        <textarea
          ref={area}
          id={id}
          className={styles.area}
          value={text}
          spellCheck={false}
          rows={1}
          placeholder={t('formula.placeholder')}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={`${id}-said`}
          onChange={(event) => write(event.target.value)}
        />
      </div>
      <p id={`${id}-said`} className={wrong ? styles.wrong : styles.live} role="status">
        {wrong?.message ?? (live !== undefined && t('formula.live', { value: live }))}
      </p>
      {formula && unfinished(value) !== undefined && (
        <Button size="small" onClick={() => write(text)}>
          {t('formula.take')}
        </Button>
      )}
      <ul className={styles.chips} aria-label={t('formula.fields')}>
        {naming.paths.map((path) => (
          <li key={path}>
            <button type="button" className={styles.chip} onClick={() => insert(bracketed(naming.nameOf(path)))}>
              {naming.nameOf(path)}
            </button>
          </li>
        ))}
      </ul>
      <FunctionList onInsert={(name) => insert(`${name}()`, name === 'today' ? 0 : 1)} />
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation<'rules'>>['t'];

/** What a finding's parameters are called: kinds and variables. */
function wordsOf(params: Finding['params'], naming: Naming, t: Translate): Record<string, string> {
  const kind = (name: unknown) => t(`kind.${String(name)}`, { defaultValue: String(name) });
  const out: Record<string, string> = {};
  if (params?.found !== undefined) out.found = kind(params.found);
  if (Array.isArray(params?.want)) out.want = params.want.map(kind).join(t('formula.orComma'));
  if (typeof params?.var === 'string') out.var = naming.nameOf(params.var);
  return out;
}
