import { useQuery } from '@tanstack/react-query';
import { lists, type Text } from '../../api';

/** How many values one call asks for. */
const AT_ONCE = 100;

/** The words of values of the list above. */
export function useParents(above: string | undefined, values: readonly string[]): ReadonlyMap<string, Text> {
  const asked = [...new Set(values)].sort();
  const { data } = useQuery({
    queryKey: ['lists', above, 'parents', asked],
    queryFn: async ({ signal }) => {
      const found = new Map<string, Text>();
      for (let from = 0; from < asked.length; from += AT_ONCE) {
        const { items } = await lists.optionsOf(above ?? '', asked.slice(from, from + AT_ONCE), signal);
        for (const item of items) found.set(item.value, item.label);
      }
      return found;
    },
    enabled: above !== undefined && asked.length > 0,
    placeholderData: (before) => before,
  });
  return data ?? new Map();
}
