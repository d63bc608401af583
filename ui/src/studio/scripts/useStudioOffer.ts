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
      ask: async ({ path, layout }, values, _signal, row) => {
        const script = `options.${layout.source?.script}`;
        const field = row === undefined ? undefined : path;
        const source = sourceOf(app, script);
        const tried = await api.tryScript(appId, { script, source, values, as, today, field, row });
        if (tried.outcome !== 'ok') throw new Error(tried.message ?? tried.outcome);
        return (tried.output as { value: string; label?: string | Offered['label'] }[]).map(({ value, label }) => ({
          value,
          label: typeof label === 'string' ? { en: label } : label,
        }));
      },
    };
  }, [appId, sources, as, today]);
}
