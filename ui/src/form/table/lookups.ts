import { api, type ListOption, lists, type Text } from '../../api';
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
  const own = new Set(known.map(({ id }) => id));
  return (name) => (own.has(name.trim()) ? name.trim() : ids.get(folded(name)));
}

/** An id, as it may be pasted in place of a name. */
const idLike = /^[a-z2-7]{26}$/;
const PAGE = 200;

/** Asks the directory for everybody whom a paste names. */
export async function lookUp(asked: { people: readonly string[]; departments: readonly string[] }): Promise<Lookups> {
  const wanted = new Map(asked.people.flatMap((text) => [text, ...namesIn(text)]).map((name) => [folded(name), name]));
  wanted.delete('');
  const people = new Map<string, Named>();
  const known = (items: readonly Named[]) => {
    for (const person of items) people.set(person.id, person);
  };
  const ids = [...wanted.values()].map((name) => name.trim()).filter((name) => idLike.test(name));
  if (ids.length > 0) known((await api.peopleById(ids.slice(0, 50))).items);
  await each(
    [...wanted.values()].filter((name) => !people.has(name.trim())),
    async (name) => known((await api.people(name.trim())).items),
  );
  const places = asked.departments.some((text) => text.trim() !== '') ? (await api.departments()).items : [];
  return { person: byName([...people.values()]), department: byName(places) };
}

/** Does something for a few at a time. */
async function each(names: readonly string[], ask: (name: string) => Promise<void>): Promise<void> {
  const queue = names.slice(0, MOST_NAMES);
  const worker = async () => {
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) await ask(name);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Asks the organisation's lists for the options that a paste names: a short list at once, of a long one what fits. */
export async function optionsNamed(
  asked: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<string, readonly ListOption[]>> {
  const found = new Map<string, readonly ListOption[]>();
  for (const [list, texts] of asked) {
    const names = [...new Set(texts.flatMap((text) => [text.trim(), ...namesIn(text)]))].filter((name) => name !== '');
    if (names.length === 0) continue;
    // A list that the reader may not use stays out: what stands there is then judged where it is sent.
    const page = await lists.options(list, { limit: PAGE }).catch(() => undefined);
    if (!page) continue;
    const all = new Map(page.items.map((option) => [option.value, option]));
    if (page.next) {
      await each(names, async (q) => {
        for (const option of (await lists.options(list, { q, limit: PAGE })).items) all.set(option.value, option);
      });
    }
    found.set(list, [...all.values()]);
  }
  return found;
}

/** The value of an option with a value or name, in whichever language; undefined for none, and where two are called so. */
export function optionCalled(options: readonly { value: string; label?: Text }[], text: string): string | undefined {
  if (options.some(({ value }) => value === text)) return text;
  const wanted = folded(text);
  const values = options
    .filter(({ label }) => Object.values(label ?? {}).some((name) => name && folded(name) === wanted))
    .map(({ value }) => value);
  return new Set(values).size === 1 ? values[0] : undefined;
}
