import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import { useApp } from '../designer/context';
import { splitKey, usesOfScript } from '../model/scripts';

/** What a script is called on screen: a step's script by its steps, others by what they are for. */
export function useScriptTitle(): (key: string) => string {
  const { t } = useTranslation(['scripts', 'studio']);
  const words = useWords();
  const app = useApp();
  return useCallback(
    (key) => {
      const [group, name] = splitKey(key);
      if (group === 'options') return name;
      if (group !== 'flow') return t(`scripts:group.${group}`);
      const steps = usesOfScript(app, key).map((use) => words(use.name) || use.id);
      return steps.join(t('studio:who.and')) || name;
    },
    [t, words, app],
  );
}
