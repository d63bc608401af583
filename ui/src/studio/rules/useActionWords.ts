import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleAction } from '../../api';
import { useWords } from '../../i18n/words';
import { useConditionWords } from '../condition/useConditionWords';
import { useApp } from '../designer/context';
import { fieldAt, splitPath } from '../model/fields';
import { optionsOf } from '../model/options';

/** What people call a field, or a column behind its table. */
export function usePathTitle(): (path: string) => string {
  const words = useWords();
  const app = useApp();
  return useCallback(
    (path) => {
      const [id, column] = splitPath(path);
      const paths = column === undefined ? [id] : [id, path];
      return paths.map((each) => words(fieldAt(app, each)?.layout.title) || each).join(' › ');
    },
    [words, app],
  );
}

/** Says an action in words: “Reason” must be filled in. */
export function useActionWords(): (action: RuleAction) => string {
  const { t } = useTranslation(['studio', 'rules']);
  const words = useWords();
  const app = useApp();
  const titleOf = usePathTitle();
  const wording = useConditionWords();
  return useCallback(
    (action) => {
      const options = new Map(optionsOf(app, action.field).map((option) => [option.value, words(option.words)]));
      const values: Partial<Record<RuleAction['do'], string>> = {
        limit: (action.options ?? []).map((value) => options.get(value) || value).join(t('rules:formula.comma')),
        warn: words(action.text) || t('rules:action.noText'),
      };
      const value = values[action.do] ?? (action.value === null ? t('rules:action.noValue') : wording(action.value));
      return t(`rules.do.${action.do}`, { field: titleOf(action.field), value });
    },
    [t, words, app, titleOf, wording],
  );
}
