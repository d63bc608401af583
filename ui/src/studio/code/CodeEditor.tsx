import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript, javascriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit, LanguageSupport } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { styleNonce } from '../../theme/nonce';
import { completeNames, type Name } from './completion';
import { look } from './look';
import { type Mark, marks, setMarks } from './marks';
import { usePhrases } from './usePhrases';

/** What others can ask of an editor. */
export interface CodeHandle {
  /** Puts the cursor on a line, from 1, and the focus into the editor. */
  goTo: (line: number) => void;
}

export interface CodeEditorProps {
  label: string;
  /** The id of what helps with it. */
  describedBy?: string;
  value: string;
  onChange: (value: string) => void;
  language?: 'javascript' | 'json';
  marks?: readonly Mark[];
  names?: readonly Name[];
  /** Called for Ctrl+Enter. */
  onRun?: () => void;
  handle?: Ref<CodeHandle>;
  /** The most characters that it takes. */
  most?: number;
  /** Keeps steps of undo of its own, for a text that is no part of the app yet. */
  ownUndo?: boolean;
}

/** The most characters that a script may have; the server counts its bytes. */
const MOST = 65_000;
/** How long Tab leaves the editor after Escape, in milliseconds. */
const LEAVING = 20_000;

/** Marks a change that came from outside, which is not told back. */
const outside = Annotation.define<boolean>();

const json = new LanguageSupport(javascriptLanguage.configure({ top: 'SingleExpression' }));

const fixed: Extension = [
  lineNumbers(),
  highlightActiveLineGutter(),
  drawSelection(),
  bracketMatching(),
  closeBrackets(),
  indentOnInput(),
  indentUnit.of('  '),
  highlightSelectionMatches(),
  search({ top: true }),
  marks(),
  look,
  EditorState.tabSize.of(2),
  // Without a history of its own, as a rule: undo belongs to the studio, whose steps cover the script as well.
  keymap.of([...closeBracketsKeymap, ...searchKeymap, ...completionKeymap, indentWithTab]),
  Prec.low(keymap.of(defaultKeymap)),
  Prec.lowest(
    keymap.of([
      {
        key: 'Escape',
        run: (view) => {
          view.setTabFocusMode(LEAVING);
          return true;
        },
      },
    ]),
  ),
];

/** The least change that makes one text of another, so that the cursor stays where it can. */
function difference(before: string, after: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let end = 0;
  while (end < shorter - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

/** A script as text: lines numbered, words coloured, names completed, lines that are wrong marked. */
export default function CodeEditor(props: CodeEditorProps) {
  const { label, describedBy, value, language = 'javascript', marks: marked, handle } = props;
  const { i18n } = useTranslation();
  const phrases = usePhrases();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const now = useRef(props);
  useLayoutEffect(() => {
    now.current = props;
  });
  const words = useMemo(() => new Compartment(), []);
  const wrong = marked?.some(({ level }) => level === 'error') ?? false;
  const spoken = useMemo(
    () => [
      EditorState.phrases.of(phrases),
      EditorView.contentAttributes.of({
        'aria-label': label,
        ...(describedBy && { 'aria-describedby': describedBy }),
        ...(wrong && { 'aria-invalid': 'true' }),
        // It takes the focus anyway; with this, checkers and screen readers see so as well.
        tabindex: '0',
        spellcheck: 'false',
        lang: i18n.language,
      }),
    ],
    [phrases, label, describedBy, wrong, i18n.language],
  );
  const spokenFirst = useRef(spoken);

  useLayoutEffect(() => {
    const nonce = styleNonce();
    const run = () => {
      now.current.onRun?.();
      return now.current.onRun !== undefined;
    };
    const made = new EditorView({
      parent: place.current ?? undefined,
      state: EditorState.create({
        doc: now.current.value,
        extensions: [
          nonce ? EditorView.cspNonce.of(nonce) : [],
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
          language === 'json' ? json : javascript(),
          language === 'json'
            ? []
            : javascriptLanguage.data.of({ autocomplete: completeNames(() => now.current.names ?? []) }),
          autocompletion({ icons: false }),
          now.current.ownUndo ? [history(), keymap.of(historyKeymap)] : [],
          EditorState.transactionFilter.of((transaction) => {
            const full = transaction.docChanged && transaction.newDoc.length > (now.current.most ?? MOST);
            return full && !transaction.annotation(outside) ? [] : transaction;
          }),
          fixed,
          words.of(spokenFirst.current),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((each) => each.annotation(outside))) return;
            now.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [words, language]);

  useEffect(() => {
    view.current?.dispatch({ effects: words.reconfigure(spoken) });
  }, [words, spoken]);

  // Another text than was written here comes from undo, or from another script in this place.
  useLayoutEffect(() => {
    const text = view.current?.state.doc.toString();
    if (text === undefined || text === value) return;
    view.current?.dispatch({ changes: difference(text, value), annotations: outside.of(true) });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch(setMarks(marked ?? []));
  }, [marked]);

  useImperativeHandle(
    handle,
    () => ({
      goTo: (line) => {
        const editor = view.current;
        if (!editor) return;
        const { doc } = editor.state;
        const { from } = doc.line(Math.min(Math.max(line, 1), doc.lines));
        editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
        editor.focus();
      },
    }),
    [],
  );
  return <div ref={place} data-code data-own-undo={props.ownUndo || undefined} />;
}
