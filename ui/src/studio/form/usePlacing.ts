import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useEdit, useReadApp, useStudio } from '../designer/context';
import { inOrder } from '../model/bulk';
import { addField, addSection, fieldAt, type Spot, spotOf } from '../model/fields';
import type { Kind } from '../model/kinds';
import { announce } from '../parts/toast';
import { chosenOf } from '../state/chosen';

/** Where something new comes: behind what is selected, or undefined for the end of the form. */
export function useSpot(): () => Spot | undefined {
  const readApp = useReadApp();
  const { store } = useStudio().designer;
  return useCallback((): Spot | undefined => {
    const { selection } = store.getState();
    const app = readApp();
    if (selection?.kind === 'section') {
      const section = app.form.layout.sections.find((each) => each.id === selection.id);
      return section && { section: section.id, index: section.fields.length };
    }
    const last = inOrder(app, chosenOf(selection)).at(-1);
    const spot = last === undefined ? undefined : spotOf(app, last);
    return spot && { ...spot, index: spot.index + 1 };
  }, [store, readApp]);
}

/** Adds to the form, selects what was added and says so. */
export function usePlacing() {
  const { t } = useTranslation('studio');
  const words = useWords();
  const edit = useEdit();
  const readApp = useReadApp();
  const { store } = useStudio().designer;

  const afterSelection = useSpot();
  const place = useCallback(
    (kind: Kind | 'section', at?: Spot) => {
      const spot = at ?? afterSelection();
      const before = readApp();
      if (kind === 'section') {
        const { app, id } = addSection(before, spot?.section);
        edit(() => app);
        store.getState().select({ kind: 'section', id });
        announce(t('palette.addedSection'));
        return `section:${id}`;
      }
      const { app, path } = addField(before, kind, spot);
      edit(() => app);
      store.getState().select({ kind: 'field', path });
      const home = app.form.layout.sections.find((section) => section.id === spotOf(app, path)?.section);
      const title = words(fieldAt(app, path)?.layout.title);
      const section = words(home?.title) || t('canvas.untitledSection');
      announce(t('palette.added', { title, section }));
      return `field:${path}`;
    },
    [afterSelection, readApp, edit, store, t, words],
  );
  return place;
}
