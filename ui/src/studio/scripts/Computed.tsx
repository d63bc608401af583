import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api';
import type { App } from '../../api/studioTypes';
import type { FormStore } from '../../form/store';
import { useSettled } from '../../form/widgets/useSettled';
import { useProblemText } from '../../ui/problemText';
import { useApp, useStudio } from '../designer/context';

const SETTLE = 400;
const none: readonly string[] = [];

/** The fields that the app's script computes, which nobody can change. */
export function computedOf({ scripts }: App): readonly string[] {
  return scripts?.compute ? (scripts.sets ?? none) : none;
}

interface ComputedProps {
  store: FormStore;
  as?: string;
  today?: string;
}

/** Lets the draft's script compute its fields in a form that is tried out, and says so where it cannot. */
export function Computed({ store, as, today }: ComputedProps) {
  const { t } = useTranslation('scripts');
  const why = useProblemText();
  const { appId } = useStudio();
  const app = useApp();
  const sets = computedOf(app);
  const source = app.scripts?.compute ?? '';
  const needs = app.scripts?.needs?.compute;
  const text = useSyncExternalStore(
    useCallback((listener: () => void) => store.watch(listener), [store]),
    () => (sets.length > 0 ? JSON.stringify(given(store.values, sets)) : ''),
  );
  const settled = useSettled(JSON.stringify({ text, source }), SETTLE);
  const { data: tried, error } = useQuery({
    queryKey: ['computed', appId, settled, sets, needs, as, today],
    queryFn: () => {
      const asked: { text: string; source: string } = JSON.parse(settled);
      return api.tryScript(appId, {
        script: 'compute',
        source: asked.source,
        values: JSON.parse(asked.text),
        as,
        today,
      });
    },
    enabled: sets.length > 0 && settled === JSON.stringify({ text, source }),
    gcTime: 0,
    retry: false,
  });
  useEffect(() => {
    if (!tried) return;
    const output = (tried.outcome === 'ok' ? tried.output : undefined) as Record<string, unknown> | null | undefined;
    store.derive(Object.fromEntries(sets.map((id) => [id, output?.[id] ?? undefined])));
  }, [tried, sets, store]);
  const failed = tried && tried.outcome !== 'ok' ? (tried.message ?? tried.outcome) : error ? why(error) : undefined;
  if (sets.length === 0 || failed === undefined) return null;
  return <Alert type="warning" showIcon role="status" title={t('computedFailed', { why: failed })} />;
}

/** What people filled in. */
function given(values: Record<string, unknown>, sets: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([id]) => !sets.includes(id)));
}
