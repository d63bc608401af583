import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useState, useSyncExternalStore } from 'react';
import type { Text } from '../api';
import { useScene } from './context';
import type { FieldModel } from './model';
import { type Offered, without } from './offer';
import { useSettled } from './widgets/useSettled';

/** How long the form has to stand still before options are asked for anew, in milliseconds. */
const SETTLE = 400;

const none: readonly Offered[] = [];

export interface Offering {
  options: readonly Offered[];
  /** The words of everything that was offered so far: what is no longer offered still has a name. */
  words: Readonly<Record<string, Text | undefined>>;
  /** Whether the options are those of the form as it is now. */
  current: boolean;
  error: unknown;
  again: () => void;
}

/**
 * What a script offers for a field, asked for when it is wanted and again when the rest of the form has changed. What
 * the script reads of the form is known to the server alone.
 */
export function useOffered(field: FieldModel, wanted: boolean): Offering {
  const { store, offer } = useScene();
  const form = useSyncExternalStore(
    useCallback((listener: () => void) => store.watch(listener), [store]),
    () => (offer ? JSON.stringify(without(offer.read(store), field.path)) : ''),
  );
  const settled = useSettled(form, SETTLE);
  const query = useQuery({
    queryKey: ['options', ...(offer?.scope ?? []), field.path, settled],
    queryFn: async ({ signal }) => (await offer?.ask(field, JSON.parse(settled), signal)) ?? [],
    enabled: wanted && offer !== undefined,
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const [words, setWords] = useState<Offering['words']>({});
  const [read, setRead] = useState<readonly Offered[]>();
  if (query.data && query.data !== read) {
    setRead(query.data);
    setWords({ ...words, ...Object.fromEntries(query.data.map(({ value, label }) => [value, label])) });
  }
  return {
    options: query.data ?? none,
    words,
    current: query.isSuccess && !query.isPlaceholderData && settled === form,
    error: query.error,
    again: () => void query.refetch(),
  };
}
