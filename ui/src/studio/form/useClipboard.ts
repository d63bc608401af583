import { createContext, useCallback, useContext, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { App } from '../../api';
import { useWords } from '../../i18n/words';
import { useEdit, useReadApp, useStudio } from '../designer/context';
import { inOrder } from '../model/bulk';
import { type Clip, clipOf, clipOfColumns, clipOfSections } from '../model/clip';
import { clipText, type Refusal, readClip, refusalOf } from '../model/clipText';
import { columnsOf } from '../model/columns';
import { fieldAt, splitPath, spotOf } from '../model/fields';
import { type Pasted, paste, pasteColumns, unfitForColumns } from '../model/paste';
import { announce, toast } from '../parts/toast';
import { choose, chosenOf } from '../state/chosen';
import type { Selection } from '../state/designer';
import { keep, read, write } from './clipboard';
import { focusColumn } from './focus';
import { useFlawWords } from './useFlawWords';
import { useSpot } from './usePlacing';
import { useRemoval } from './useRemoval';

/** The columns that are selected, and their table. */
function columnsIn(selection: Selection | null): { table: string; ids: readonly string[] } | undefined {
  if (selection?.kind === 'columns') return selection;
  const [table, column] = selection?.kind === 'field' ? splitPath(selection.path) : [];
  return table === undefined || column === undefined ? undefined : { table, ids: [column] };
}

/** What is selected, as a clip. */
function clipOfSelection(app: App, selection: Selection | null): Clip | undefined {
  if (selection?.kind === 'section') return clipOfSections(app, [selection.id]);
  const columns = columnsIn(selection);
  if (columns) return clipOfColumns(app, columns.table, columns.ids);
  const clip = clipOf(app, chosenOf(selection));
  return clip.fields.length > 0 ? clip : undefined;
}

/** The table into which a clip goes: that of the selected column, or the selected one for what was a column. */
function tableFor(app: App, clip: Clip, selection: Selection | null): { table: string; after?: string } | undefined {
  if (clip.sections) return undefined;
  const columns = columnsIn(selection);
  if (columns) return { table: columns.table, after: inTable(app, columns).at(-1) };
  const table = selection?.kind === 'field' ? selection.path : '';
  return clip.column && fieldAt(app, table)?.kind === 'table' ? { table } : undefined;
}

/** Those of the columns that there are, in the table's order. */
const inTable = (app: App, { table, ids }: { table: string; ids: readonly string[] }) =>
  columnsOf(app, table).filter((id) => ids.includes(id));

/** Copies, cuts and pastes parts of the form. */
export function useClipboard(focus: (path: string) => void) {
  const { t } = useTranslation(['studio', 'designer']);
  const words = useWords();
  const flawWords = useFlawWords();
  const edit = useEdit();
  const readApp = useReadApp();
  const spot = useSpot();
  const { designer } = useStudio();
  const { store } = designer;
  const { removeFields, removeField, removeSection } = useRemoval();

  const say = useCallback(
    (clip: Clip) => {
      const section = clip.sections?.[0];
      if (!section)
        return t(clip.column ? 'designer:columns.copied' : 'designer:clip.copied', { count: clip.fields.length });
      return t('designer:clip.copiedSection', { title: words(section.title) || t('canvas.untitledSection') });
    },
    [t, words],
  );

  const refuse = useCallback(
    (refusal: Refusal) => {
      if (refusal.why === 'other') return toast(t('designer:clip.none'));
      const why =
        refusal.why === 'large'
          ? t('designer:clip.large')
          : t('designer:clip.damaged', { flaw: flawWords(refusal.flaw) });
      toast(t('designer:clip.refused', { why }));
    },
    [t, flawWords],
  );

  const removeSelected = useCallback(() => {
    const { selection } = store.getState();
    if (selection?.kind === 'section') removeSection(selection.id);
    else if (selection?.kind === 'field') removeField(selection.path);
    else if (selection?.kind === 'fields') removeFields(selection.paths);
    else if (selection?.kind === 'columns') {
      const { table, ids } = selection;
      const order = columnsOf(readApp(), table);
      const last = order.findLastIndex((id) => ids.includes(id));
      const next = order[last + 1] ?? order.findLast((id) => !ids.includes(id));
      removeFields(
        ids.map((id) => `${table}.${id}`),
        () => {
          store.getState().select({ kind: 'field', path: table });
          if (next === undefined) focus(table);
          else focusColumn(`${table}.${next}`);
        },
      );
    }
  }, [store, readApp, focus, removeSection, removeField, removeFields]);

  const done = useCallback(
    (clip: Clip, pasted: Pasted) => {
      edit(() => pasted.app);
      const [section] = pasted.sections;
      const [first] = pasted.paths;
      const [table, column] = splitPath(first ?? '');
      store
        .getState()
        .select(
          section !== undefined
            ? { kind: 'section', id: section }
            : column !== undefined
              ? { kind: 'columns', table, ids: pasted.paths.map((path) => splitPath(path)[1] ?? '') }
              : choose(pasted.paths),
        );
      const text =
        section === undefined
          ? t(column === undefined ? 'designer:clip.pasted' : 'designer:columns.pasted', { count: pasted.paths.length })
          : t('designer:clip.pastedSection', {
              title: words(clip.sections?.[0]?.title) || t('canvas.untitledSection'),
            });
      const said = pasted.rules > 0 ? t('designer:clip.withRules', { pasted: text, count: pasted.rules }) : text;
      toast(said, { label: t('action.undo'), run: designer.undo });
      if (section !== undefined) focus(section);
      else if (column !== undefined && first !== undefined) focusColumn(first);
      else if (first !== undefined) focus(first);
    },
    [edit, store, t, words, designer, focus],
  );

  /** Puts a text's fields into the form, or says why not. */
  const take = useCallback(
    (text: string, into?: string) => {
      const clip = readClip(text);
      if ('why' in clip) return refuse(clip);
      const app = readApp();
      const table = into === undefined ? tableFor(app, clip, store.getState().selection) : { table: into };
      if (table) {
        const unfit = unfitForColumns(clip);
        if (unfit.length > 0) {
          const kinds = unfit.map((kind) => t(`kind.${kind}`)).join(t('who.and'));
          return toast(t('designer:clip.refused', { why: t('designer:clip.columns', { kinds }) }));
        }
      }
      const pasted = table ? pasteColumns(app, clip, table.table, table.after) : paste(app, clip, spot());
      const refused = refusalOf(pasted.app);
      if (refused) refuse(refused);
      else done(clip, pasted);
    },
    [refuse, readApp, store, spot, done, t],
  );

  const copy = useCallback(
    async (cut = false) => {
      const clip = clipOfSelection(readApp(), store.getState().selection);
      if (!clip) return toast(t('designer:clip.nothing'));
      const shared = await write(clipText(clip));
      if (cut) removeSelected();
      else toast(shared ? `${say(clip)}.` : `${say(clip)}. ${t('designer:clip.here')}`);
    },
    [readApp, store, t, say, removeSelected],
  );

  const pasteHere = useCallback(
    async (into?: string) => {
      const text = await read();
      if (text === undefined) toast(t('designer:clip.keys'));
      else take(text, into);
    },
    [take, t],
  );

  const duplicate = useCallback(
    (paths: readonly string[]) => {
      const app = readApp();
      const clip = clipOf(app, paths);
      const last = inOrder(app, paths).at(-1);
      const at = last === undefined ? undefined : spotOf(app, last);
      const pasted = paste(app, clip, at && { ...at, index: at.index + 1 });
      edit(() => pasted.app);
      store.getState().select(choose(pasted.paths));
      announce(t('designer:clip.pasted', { count: pasted.paths.length }));
      const [first] = pasted.paths;
      if (first !== undefined) focus(first);
    },
    [readApp, edit, store, t, focus],
  );

  const duplicateColumns = useCallback(
    (table: string, ids: readonly string[]) => {
      const app = readApp();
      const pasted = pasteColumns(app, clipOfColumns(app, table, ids), table, inTable(app, { table, ids }).at(-1));
      edit(() => pasted.app);
      const fresh = pasted.paths.map((path) => splitPath(path)[1] ?? '');
      store.getState().select({ kind: 'columns', table, ids: fresh });
      announce(t('designer:columns.pasted', { count: fresh.length }));
      const [first] = pasted.paths;
      if (first !== undefined) focusColumn(first);
    },
    [readApp, edit, store, t],
  );

  useEffect(() => {
    const copied = (event: ClipboardEvent) => {
      if (isTyping(event.target) || !document.getSelection()?.isCollapsed) return;
      const clip = clipOfSelection(readApp(), store.getState().selection);
      if (!clip) return;
      event.preventDefault();
      const text = clipText(clip);
      event.clipboardData?.setData('text/plain', text);
      keep(text);
      if (event.type === 'cut') removeSelected();
      else toast(`${say(clip)}.`);
    };
    const pasted = (event: ClipboardEvent) => {
      if (isTyping(event.target)) return;
      event.preventDefault();
      take(event.clipboardData?.getData('text/plain') ?? '');
    };
    document.addEventListener('copy', copied);
    document.addEventListener('cut', copied);
    document.addEventListener('paste', pasted);
    return () => {
      document.removeEventListener('copy', copied);
      document.removeEventListener('cut', copied);
      document.removeEventListener('paste', pasted);
    };
  }, [readApp, store, removeSelected, say, take]);

  return useMemo(
    () => ({
      copy: () => void copy(),
      cut: () => void copy(true),
      paste: (into?: string) => void pasteHere(into),
      duplicate,
      duplicateColumns,
      remove: removeSelected,
    }),
    [copy, pasteHere, duplicate, duplicateColumns, removeSelected],
  );
}

/** Whether a clipboard event belongs to a text field or to a dialog. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, [contenteditable="true"], [role="dialog"].ant-modal') !== null
  );
}

export type Clipboard = ReturnType<typeof useClipboard>;

const ClipboardContext = createContext<Clipboard | null>(null);
export const ClipboardProvider = ClipboardContext.Provider;

/** The form designer's clipboard: one for the canvas and the settings. */
export function useFormClipboard(): Clipboard {
  const clipboard = useContext(ClipboardContext);
  if (!clipboard) throw new Error('the clipboard is provided by the form tab');
  return clipboard;
}
