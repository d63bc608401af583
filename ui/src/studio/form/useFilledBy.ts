import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useConditionWords } from '../condition/useConditionWords';
import { useApp } from '../designer/context';
import type { Field } from '../model/fields';
import { formulaOf } from '../model/formula';

/**
 * Says what works a field out, "= working days of Dates", and then the same of each of its columns; nothing of what
 * people fill in. What a script computes is its own: no formula gets through to it.
 */
export function useFilledBy(): (field: Field) => readonly string[] {
  const { t } = useTranslation('studio');
  const app = useApp();
  const wording = useConditionWords();
  return useCallback(
    (field) =>
      [field, ...field.columns].map(({ path }) => {
        if (app.scripts?.sets?.includes(path)) return t('canvas.scripted');
        const formula = formulaOf(app, path);
        if (!formula || formula.value === null || formula.value === undefined) return '';
        return t('canvas.formula', { words: wording(formula.value) });
      }),
    [t, app, wording],
  );
}
