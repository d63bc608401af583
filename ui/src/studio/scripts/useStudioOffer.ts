import { useMemo } from 'react';
import { api } from '../../api';
import type { Offer, Offered } from '../../form/offer';
import { useApp, useStudio } from '../designer/context';
import { sourceOf } from '../model/scripts';

/** Offers options as the scripts of the draft do, before it is published. */
export function useStudioOffer(as?: string, today?: string): Offer {
  const { appId } = useStudio();
  const app = useApp();
  const sources = app.scripts?.options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the app only these scripts matter.
  return useMemo((): Offer => {
    return {
      scope: ['studio', appId, JSON.stringify(sources ?? {}), as ?? '', today ?? ''],
      read: (store) => store.values,
      ask: async ({ layout }, values) => {
        const script = `options.${layout.source?.script}`;
        const tried = await api.tryScript(appId, { script, source: sourceOf(app, script), values, as, today });
        if (tried.outcome !== 'ok') throw new Error(tried.message ?? tried.outcome);
        return (tried.output as { value: string; label?: string | Offered['label'] }[]).map(({ value, label }) => ({
          value,
          label: typeof label === 'string' ? { en: label } : label,
        }));
      },
    };
  }, [appId, sources, as, today]);
}
