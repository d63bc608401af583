import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useEdit, useReadApp, useStudio } from '../designer/context';
import { addField, addSection, fieldAt, type Spot, splitPath, spotOf } from '../model/fields';
import type { Kind } from '../model/kinds';
import { announce } from '../parts/toast';

/** Adds to the form, selects what was added and says so. */
export function usePlacing() {
  const { t } = useTranslation('studio');
  const words = useWords();
  const edit = useEdit();
  const readApp = useReadApp();
  const { store } = useStudio().designer;

  /** The place behind what is selected, or the end of the form. */
  const afterSelection = useCallback((): Spot | undefined => {
    const { selection } = store.getState();
    const app = readApp();
    if (selection?.kind === 'section') {
      const section = app.form.layout.sections.find((each) => each.id === selection.id);
      return section && { section: section.id, index: section.fields.length };
    }
    const spot = selection?.kind === 'field' ? spotOf(app, splitPath(selection.path)[0]) : undefined;
    return spot && { ...spot, index: spot.index + 1 };
  }, [store, readApp]);

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
