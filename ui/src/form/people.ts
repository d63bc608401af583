import { useQuery } from '@tanstack/react-query';
import { api, keys, type Person } from '../api';
import { useScene } from './context';

type Waiting = { id: string; done: (person: Person | null) => void; failed: (error: unknown) => void };
let waiting: Waiting[] = [];

async function askAll(): Promise<void> {
  const batch = waiting;
  waiting = [];
  try {
    const { items } = await api.peopleById([...new Set(batch.map((each) => each.id))]);
    const found = new Map(items.map((person) => [person.id, person]));
    for (const { id, done } of batch) done(found.get(id) ?? null);
  } catch (error) {
    for (const { failed } of batch) failed(error);
  }
}

/** Looks up a person; what is asked for in the same moment goes out as one call. */
function lookUp(id: string): Promise<Person | null> {
  return new Promise((done, failed) => {
    if (waiting.length === 0) queueMicrotask(askAll);
    waiting.push({ id, done, failed });
  });
}

/** The person with an id: from what came with the form, else from the directory; null when there is none. */
export function usePerson(id: unknown): Person | null | undefined {
  const { people } = useScene();
  const key = typeof id === 'string' ? id : '';
  const known = people[key];
  const query = useQuery({
    queryKey: keys.peopleById([key]),
    queryFn: () => lookUp(key),
    enabled: key !== '' && !known,
    staleTime: 300_000,
  });
  return known ?? query.data;
}
