import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { type ListOption, listKeys, lists } from '../api';
import type { Source } from '../core/form';
import { useFieldState, useScene } from './context';
import { child, tokens } from './pointer';

/** One batch of look-ups for each list. */
const waiting = new Map<string, Lookup[]>();
interface Lookup {
  value: string;
  done: (option: ListOption | null) => void;
  failed: (error: unknown) => void;
}
const MOST_AT_ONCE = 100;

async function askAll(list: string): Promise<void> {
  const batch = waiting.get(list) ?? [];
  waiting.delete(list);
  const values = [...new Set(batch.map((each) => each.value))];
  for (let from = 0; from < values.length; from += MOST_AT_ONCE) {
    const asked = values.slice(from, from + MOST_AT_ONCE);
    const these = batch.filter((each) => asked.includes(each.value));
    try {
      const { items } = await lists.optionsOf(list, asked);
      const found = new Map(items.map((option) => [option.value, option]));
      for (const { value, done } of these) done(found.get(value) ?? null);
    } catch (error) {
      for (const { failed } of these) failed(error);
    }
  }
}

/** Looks up the option of a value; what is asked for in the same moment goes out as one call. */
function lookUp(list: string, value: string): Promise<ListOption | null> {
  return new Promise((done, failed) => {
    const batch = waiting.get(list);
    if (batch) batch.push({ value, done, failed });
    else {
      waiting.set(list, [{ value, done, failed }]);
      queueMicrotask(() => askAll(list));
    }
  });
}

/** The options of some values of a list, be they offered still or not: null for one that the list does not have. */
export function useOptionsOf(source: Source | undefined, values: readonly string[]): (ListOption | null | undefined)[] {
  const list = source?.list ?? '';
  return useQueries({
    queries: values.map((value) => ({
      queryKey: listKeys.option(list, value),
      queryFn: () => lookUp(list, value),
      enabled: list !== '' && value !== '',
      staleTime: 300_000,
    })),
  }).map(({ data }) => data);
}

/** What a list offers, page by page. */
export function useOptionSearch(source: Source | undefined, q: string, under: string | undefined, enabled: boolean) {
  const list = source?.list ?? '';
  return useInfiniteQuery({
    queryKey: listKeys.options(list, { q, under }),
    queryFn: ({ signal, pageParam }) => lists.options(list, { q, under, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    enabled: enabled && list !== '',
    staleTime: 60_000,
  });
}

/** The place of the field that a choice depends on: in its own row, or outside of tables. */
export function placeAbove(pointer: string, under: string): string {
  const [table, column] = under.split('.');
  if (column === undefined) return child('', under);
  return [table ?? '', tokens(pointer)[1] ?? '', column].reduce<string>(child, '');
}

/** A place that never changes. */
const NOWHERE = '/$nowhere';

/** What is chosen in the field that a choice depends on; undefined where it depends on none. */
export function useAbove(pointer: string, source: Source | undefined): { value: string; field: string } | undefined {
  const { store } = useScene();
  const state = useFieldState(store, source?.under ? placeAbove(pointer, source.under) : NOWHERE);
  if (!source?.under) return undefined;
  return { value: typeof state.value === 'string' ? state.value : '', field: source.under };
}
