import { App as AntApp } from 'antd';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { App } from '../../api';
import { useLanguage, wordsIn } from '../../i18n/words';
import { useEdit, useReadApp, useStudio } from '../designer/context';
import { removeFields } from '../model/bulk';
import { fieldAt } from '../model/fields';
import { removeField, removeSection } from '../model/removal';
import { type Use, usesOf } from '../model/uses';
import { toast } from '../parts/toast';
import styles from './Removal.module.css';

/** Words the places that use a field. */
export function useUseWords(): (use: Use) => string {
  const { t } = useTranslation('studio');
  const language = useLanguage();
  return useCallback(
    (use) => {
      const name = wordsIn(use.name, language) || use.id;
      switch (use.kind) {
        case 'rule':
          return t('inspector.useRule', { name });
        case 'branch':
          return t('inspector.useBranch', { name });
        case 'step':
          return t('inspector.useStep', { name });
        case 'field':
          return t('inspector.useField', { name });
        case 'form':
          return t('inspector.useForm');
        case 'title':
          return t('inspector.useTitle');
        case 'summary':
          return t('inspector.useSummary');
        case 'script':
          return t('inspector.useScript', { name: use.id });
      }
    },
    [t, language],
  );
}

/** Removes fields and sections: at once when nothing depends on them, else after naming what does. */
export function useRemoval() {
  const { t } = useTranslation(['studio', 'designer']);
  const language = useLanguage();
  const { modal } = AntApp.useApp();
  const { designer } = useStudio();
  const readApp = useReadApp();
  const edit = useEdit();
  const wordsOf = useUseWords();

  const done = useCallback(
    (title: string) => toast(t('remove.removed', { title }), { label: t('action.undo'), run: designer.undo }),
    [t, designer],
  );

  /** Names what depends on something before it goes. */
  const ask = useCallback(
    (title: string, content: ReactNode, go: () => void) =>
      void modal.confirm({
        title: t('remove.title', { title }),
        content: <div className={styles.body}>{content}</div>,
        okText: t('remove.confirm'),
        okButtonProps: { danger: true },
        onOk: go,
      }),
    [modal, t],
  );

  const removeFieldAt = useCallback(
    (path: string, after?: () => void) => {
      const app = readApp();
      const title = wordsIn(fieldAt(app, path)?.layout.title, language) || t('canvas.untitled');
      const uses = usesOf(app, path).filter((use) => use.kind !== 'summary');
      const go = () => {
        edit((a) => removeField(a, path));
        done(title);
        after?.();
      };
      if (uses.length === 0) {
        go();
        return;
      }
      ask(
        title,
        <>
          <p>{t('remove.used')}</p>
          <ul className={styles.list}>
            {uses.map((use) => (
              <li key={`${use.kind} ${use.id}`}>{wordsOf(use)}</li>
            ))}
          </ul>
        </>,
        go,
      );
    },
    [readApp, language, t, edit, done, ask, wordsOf],
  );

  /** Names each field with the places that use it. */
  const list = useCallback(
    (app: App, paths: readonly string[]) => (
      <ul className={styles.list}>
        {paths.map((path) => {
          const uses = usesOf(app, path).filter((use) => use.kind !== 'summary');
          return (
            <li key={path}>
              {wordsIn(fieldAt(app, path)?.layout.title, language) || t('canvas.untitled')}
              {uses.length > 0 && (
                <span className={styles.faint}>
                  {' '}
                  {t('remove.sectionUsed', { titles: uses.map(wordsOf).join(t('who.and')) })}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    ),
    [language, t, wordsOf],
  );

  const removeFieldsAt = useCallback(
    (paths: readonly string[], after?: () => void) => {
      const [only] = paths;
      if (only !== undefined && paths.length === 1) {
        removeFieldAt(only, after);
        return;
      }
      const app = readApp();
      const title = t('designer:bulk.count', { count: paths.length });
      const go = () => {
        edit((a) => removeFields(a, paths));
        toast(t('designer:bulk.removed', { count: paths.length }), { label: t('action.undo'), run: designer.undo });
        after?.();
      };
      const used = paths.filter((path) => usesOf(app, path).some((use) => use.kind !== 'summary'));
      if (used.length === 0) {
        go();
        return;
      }
      ask(
        title,
        <>
          <p>{t('designer:bulk.used')}</p>
          {list(app, used)}
        </>,
        go,
      );
    },
    [removeFieldAt, readApp, t, edit, designer, ask, list],
  );

  const removeSectionAt = useCallback(
    (id: string, after?: () => void) => {
      const app = readApp();
      const section = app.form.layout.sections.find((each) => each.id === id);
      if (!section) return;
      const title = wordsIn(section.title, language) || t('canvas.untitledSection');
      const go = () => {
        edit((a) => removeSection(a, id));
        done(title);
        after?.();
      };
      if (section.fields.length === 0) {
        go();
        return;
      }
      ask(
        title,
        <>
          <p>{t('remove.section')}</p>
          {list(app, section.fields)}
        </>,
        go,
      );
    },
    [readApp, language, t, edit, done, ask, list],
  );

  return { removeFields: removeFieldsAt, removeField: removeFieldAt, removeSection: removeSectionAt };
}
