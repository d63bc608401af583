import { useQueries } from '@tanstack/react-query';
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

/** The people with some ids: from what came with the form, else from the directory; null for one who is not there. */
export function usePeople(ids: readonly string[]): (Person | null | undefined)[] {
  const { people } = useScene();
  const found = useQueries({
    queries: ids.map((id) => ({
      queryKey: keys.peopleById([id]),
      queryFn: () => lookUp(id),
      enabled: id !== '' && !people[id],
      staleTime: 300_000,
    })),
  });
  return ids.map((id, i) => people[id] ?? found[i]?.data);
}

/** The person with an id, as {@link usePeople} knows them. */
export function usePerson(id: unknown): Person | null | undefined {
  return usePeople([typeof id === 'string' ? id : ''])[0];
}
