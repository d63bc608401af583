import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useApp } from '../designer/context';
import type { Thing } from '../model/merge/merge';
import { optionsOf } from '../model/options';
import { usePathTitle } from '../rules/useActionWords';
import { useScriptTitle } from '../scripts/useScriptTitle';
import { labelOf } from './label';

/** Says what a setting is called: "Title (English)", "Access to “Amount”". */
export function useLabelWords(): (thing: Thing, aspect: string) => string {
  const { t } = useTranslation(['changes', 'studio']);
  const words = useWords();
  const app = useApp();
  const title = usePathTitle();
  const scriptTitle = useScriptTitle();
  return useCallback(
    (thing, aspect) => {
      const { key, language, field = '', option = '' } = labelOf(thing, aspect);
      if (
        key === 'order' &&
        thing.id === '' &&
        (thing.kind === 'rule' || thing.kind === 'section' || thing.kind === 'tab')
      )
        return t(`changes:orderOf.${thing.kind}`);
      if (key === 'order' && thing.kind === 'node') return t('changes:orderOf.node');
      if (key === 'scriptText') return t('changes:scriptText', { script: scriptTitle(aspect) });
      const called = optionsOf(app, thing.id).find((each) => each.value === option);
      const label = t(`changes:label.${key}`, {
        ...(field && { field: title(field) }),
        ...(option && { option: words(called?.words) || option }),
      });
      return language ? t('changes:in', { label, language: t(`studio:inspector.languageName.${language}`) }) : label;
    },
    [t, words, app, title, scriptTitle],
  );
}
