import { useMemo } from 'react';
import { labelsOf, typesOf } from '../../core/form';
import type { Types } from '../../core/rule';
import { type Naming, namingOf } from '../../core/rule/formula/naming';
import type { Labels } from '../../core/rule/words';
import { useLanguage } from '../../i18n/words';
import { useApp } from '../designer/context';

const nothing: { types: Types; labels: Labels } = { types: {}, labels: { fields: {}, options: {} } };

/** The fields as formulas see them, and what they are called; nothing while the form is broken. */
export function useFormulaTypes(table?: string): { types: Types; naming: Naming } {
  const { form } = useApp();
  const lang = useLanguage();
  return useMemo(() => {
    let { types, labels } = nothing;
    try {
      types = typesOf(form);
      labels = labelsOf(form);
    } catch {
      // The findings say what is wrong with the form.
    }
    const also = namingOf({ types, labels, lang: lang === 'en' ? 'zh-CN' : 'en', table });
    return { types, naming: namingOf({ types, labels, lang, table, also }) };
  }, [form, lang, table]);
}
