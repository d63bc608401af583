import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flaw } from '../model/shape';

const formWhys = [
  'rootInvalid',
  'tooManyFields',
  'fieldId',
  'schemaDepth',
  'schemaNodes',
  'schemaCost',
  'refCircle',
  'refMissing',
] as const;

/** Says what keeps a value from being a part of a form. */
export function useFlawWords(): (flaw: Flaw) => string {
  const { t } = useTranslation('designer');
  return useCallback(
    ({ code, params = {} }) => {
      if (code !== 'form') return String(t(`flaw.${code}`, params as never));
      if (params.why === 'twice') return t('flaw.twice');
      const why = formWhys.find((each) => `form.${each}` === params.why);
      return why ? t(`flaw.form.${why}`) : t('flaw.other');
    },
    [t],
  );
}
