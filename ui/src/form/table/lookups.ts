import { api, type Text } from '../../api';
import { folded, type Lookups, namesIn } from './readCell';

/** So many names are looked up; who is named beyond them is left to be chosen by hand. */
const MOST_NAMES = 200;
const AT_ONCE = 6;

interface Named {
  id: string;
  name: Text;
}

/** Finds by name among what is known; nothing where two have the name. */
function byName(known: readonly Named[]): (name: string) => string | undefined {
  const ids = new Map<string, string | undefined>();
  for (const { id, name } of known) {
    for (const spelt of new Set(Object.values(name).map((each) => folded(each ?? '')))) {
      ids.set(spelt, ids.has(spelt) && ids.get(spelt) !== id ? undefined : id);
    }
  }
  return (name) => ids.get(folded(name));
}

/** Asks the directory for everybody whom a paste names. */
export async function lookUp(asked: { people: readonly string[]; departments: readonly string[] }): Promise<Lookups> {
  const wanted = new Map(asked.people.flatMap((text) => [text, ...namesIn(text)]).map((name) => [folded(name), name]));
  wanted.delete('');
  const queue = [...wanted.values()].slice(0, MOST_NAMES);
  const people = new Map<string, Named>();
  const worker = async () => {
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const { items } = await api.people(name.trim());
      for (const person of items) people.set(person.id, person);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const places = asked.departments.some((text) => text.trim() !== '') ? (await api.departments()).items : [];
  return { person: byName([...people.values()]), department: byName(places) };
}
