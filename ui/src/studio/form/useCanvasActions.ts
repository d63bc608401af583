import { type RefObject, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useEdit, useReadApp, useStudio } from '../designer/context';
import { canvasOrder, inOrder, moveOverSection, moveToSection, nudgeFields, rangeOf } from '../model/bulk';
import { fieldAt } from '../model/fields';
import { announce } from '../parts/toast';
import { choose, chosenOf } from '../state/chosen';
import { focusCanvas } from './focus';
import { type Clipboard, useFormClipboard } from './useClipboard';
import { useRemoval } from './useRemoval';

/** How a field joins what is selected: alone, beside the others, or with all that lies between. */
export type Way = 'only' | 'toggle' | 'range';

/** What can be done on the canvas with a field, or with all that are selected when it is one of them. */
export interface CanvasActions {
  select: (path: string, way: Way) => void;
  /** Selects a field and brings its settings to the fore. */
  open: (path: string) => void;
  /** Selects one field more, in a direction. */
  extend: (path: string, by: -1 | 1) => void;
  /** Selects everything in the field's section; everything on the form when that is selected already. */
  selectAll: (path: string) => void;
  clear: () => void;
  step: (path: string, by: -1 | 1) => void;
  nudge: (path: string, by: -1 | 1) => void;
  /** Moves into the section above or below. */
  over: (path: string, by: -1 | 1) => void;
  toSection: (path: string, section: string) => void;
  duplicate: (path: string) => void;
  remove: (path: string) => void;
  clipboard: Clipboard;
  focus: (path: string) => void;
}

/** Everything that can be done on the canvas, for keys, buttons and menus alike. */
export function useCanvasActions(root: RefObject<HTMLElement | null>, onOpen: (focus: boolean) => void): CanvasActions {
  const { t } = useTranslation(['studio', 'designer']);
  const words = useWords();
  const edit = useEdit();
  const readApp = useReadApp();
  const { store } = useStudio().designer;
  const clipboard = useFormClipboard();
  const { removeFields } = useRemoval();
  // Where a range begins: at the field that was selected last without one.
  const anchor = useRef<string>(undefined);

  return useMemo<CanvasActions>(() => {
    const focus = focusCanvas;
    const selected = () => chosenOf(store.getState().selection);
    /** The field alone, or all that are selected with it. */
    const acted = (path: string) => (selected().includes(path) ? inOrder(readApp(), selected()) : [path]);
    const neighbour = (path: string, by: -1 | 1) => {
      const order = canvasOrder(readApp());
      return order[order.indexOf(path) + by];
    };
    const select = (paths: readonly string[]) => {
      store.getState().select(choose(inOrder(readApp(), paths)));
      if (paths.length > 1) announce(t('designer:bulk.selected', { count: paths.length }));
    };
    const sayMoved = (paths: readonly string[]) => {
      const [only = ''] = paths;
      if (paths.length > 1) announce(t('designer:bulk.moved', { count: paths.length }));
      else announce(t('canvas.moved', { title: words(fieldAt(readApp(), only)?.layout.title) }));
    };
    return {
      select: (path, way) => {
        if (way === 'range') {
          select(rangeOf(readApp(), anchor.current ?? selected()[0] ?? path, path));
          return;
        }
        anchor.current = path;
        if (way === 'toggle') {
          const now = selected();
          select(now.includes(path) ? now.filter((each) => each !== path) : [...now, path]);
          return;
        }
        store.getState().select({ kind: 'field', path });
        onOpen(false);
      },
      open: (path) => {
        if (!selected().includes(path) || selected().length < 2) store.getState().select({ kind: 'field', path });
        onOpen(true);
      },
      extend: (path, by) => {
        const next = neighbour(path, by);
        if (next === undefined) return;
        if (!selected().includes(path) || anchor.current === undefined) anchor.current = path;
        select(rangeOf(readApp(), anchor.current, next));
        focus(next);
      },
      selectAll: (path) => {
        const section = readApp().form.layout.sections.find((each) => each.fields.includes(path));
        const all = section?.fields ?? [];
        select(all.every((each) => selected().includes(each)) ? canvasOrder(readApp()) : all);
        focus(path);
      },
      clear: () => store.getState().select(null),
      step: (path, by) => {
        const next = neighbour(path, by);
        if (next !== undefined) focus(next);
      },
      nudge: (path, by) => {
        const paths = acted(path);
        edit((a) => nudgeFields(a, paths, by));
        sayMoved(paths);
        focus(path);
      },
      over: (path, by) => {
        const paths = acted(path);
        edit((a) => moveOverSection(a, paths, by));
        sayMoved(paths);
        focus(path);
      },
      toSection: (path, section) => {
        const paths = acted(path);
        edit((a) => moveToSection(a, paths, section));
        sayMoved(paths);
        focus(path);
      },
      duplicate: (path) => clipboard.duplicate(acted(path)),
      remove: (path) => {
        const paths = acted(path);
        const order = canvasOrder(readApp());
        const last = order.indexOf(paths.at(-1) ?? path);
        const next = order[last + 1] ?? order.filter((each) => !paths.includes(each)).at(-1);
        removeFields(paths, () => {
          store.getState().select(null);
          if (next !== undefined) focus(next);
          else root.current?.focus();
        });
      },
      clipboard,
      focus,
    };
  }, [store, readApp, edit, t, words, onOpen, clipboard, removeFields, root]);
}
