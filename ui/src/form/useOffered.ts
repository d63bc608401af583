import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useState, useSyncExternalStore } from 'react';
import type { Text } from '../api';
import { useScene } from './context';
import type { FieldModel } from './model';
import { type Offered, rowOf, without } from './offer';
import { get } from './pointer';
import { useSettled } from './widgets/useSettled';

/** How long the form has to stand still before options are asked for anew, in milliseconds. */
const SETTLE = 400;

const none: readonly Offered[] = [];

const isWhole = (text: string): boolean => !text.startsWith('{"row"');

/** The place around a place. */
const parent = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));

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
 * What a script offers for the field at a place, asked for when it is wanted and again when what it may depend on has
 * changed: the rest of the form, or of a column its row. What the script reads of the rest is known to the server alone,
 * so that a column is asked about anew each time that it is opened, and not for each change in another row.
 */
export function useOffered(field: FieldModel, pointer: string, wanted: boolean, open = true): Offering {
  const { store, offer } = useScene();
  const row = rowOf(pointer);
  const whole = row === undefined || open;
  const text = useSyncExternalStore(
    useCallback((listener: () => void) => store.watch(listener), [store]),
    () => {
      if (!offer) return '';
      const form = without(offer.read(store), pointer);
      return JSON.stringify(whole ? { form } : { row: get(form, parent(pointer)) });
    },
  );
  const settled = useSettled(text, SETTLE);
  // Opening waits for nothing.
  const [began, setBegan] = useState({ whole, text });
  if (began.whole !== whole) setBegan({ whole, text });
  const asked = text === began.text || isWhole(settled) !== whole ? began.text : settled;
  const query = useQuery({
    queryKey: ['options', ...(offer?.scope ?? []), field.path, row, asked],
    queryFn: async ({ signal }) => {
      if (!offer) return [];
      const form = isWhole(asked) ? JSON.parse(asked).form : without(offer.read(store), pointer);
      return offer.ask(field, form, signal, row);
    },
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
    current: query.isSuccess && !query.isPlaceholderData && asked === text,
    error: query.error,
    again: () => void query.refetch(),
  };
}
