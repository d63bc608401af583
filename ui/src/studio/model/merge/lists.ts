import type { Side } from './merge';

/** Whether a value is a list of texts, none of them twice: then its elements are what is merged. */
export function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((v) => typeof v === 'string') && new Set(value).size === value.length;
}

const equal = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((id, i) => id === b[i]);

const places = (list: readonly string[]) => new Map(list.map((id, i): [string, number] => [id, i]));

/**
 * The names that may be meant where a list is in another order than before: all but those that every way of
 * telling the moves with the fewest of them leaves in place. Of two neighbours that changed places, both.
 */
export function movedIn(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const at = places(before);
  const stayed = after.filter((id) => at.has(id));
  const place = stayed.map((id) => at.get(id) ?? 0);
  // The longest run in the old order that ends at a name, and the one that begins there.
  const [ends, begins] = [place.map(() => 1), place.map(() => 1)] as [number[], number[]];
  const longer = (runs: number[], i: number, j: number) => {
    runs[i] = Math.max(runs[i] ?? 1, (runs[j] ?? 1) + 1);
  };
  for (let i = 0; i < place.length; i++)
    for (let j = 0; j < i; j++) if ((place[j] ?? 0) < (place[i] ?? 0)) longer(ends, i, j);
  for (let i = place.length - 1; i >= 0; i--)
    for (let j = i + 1; j < place.length; j++) if ((place[j] ?? 0) > (place[i] ?? 0)) longer(begins, i, j);
  const longest = Math.max(0, ...ends);
  const inSome = stayed.map((_, i) => (ends[i] ?? 0) + (begins[i] ?? 0) - 1 === longest);
  const alike = new Map<number, number>();
  for (const [i, end] of ends.entries()) if (inSome[i]) alike.set(end, (alike.get(end) ?? 0) + 1);
  return new Set(stayed.filter((_, i) => !(inSome[i] && alike.get(ends[i] ?? 0) === 1)));
}

export interface MergedNames {
  names: string[];
  /** Whether both put the same names in another order, and not in the same: then the order is that of one side. */
  clash: boolean;
}

/**
 * Merges two edits of a list of names: what either added is in, what either removed is not. Where each moved
 * other names, every two names stand as the one has them who changed how they stand; where that makes no order,
 * or both moved the same name, the order is that of the side that is to win.
 */
export function mergeNames(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
  wins: Side = 'mine',
): MergedNames {
  const [b, m, t] = [places(base), places(mine), places(theirs)];
  const myOrder = mine.filter((id) => t.has(id));
  const theirOrder = theirs.filter((id) => m.has(id));
  let order = myOrder;
  let clash = false;
  if (!equal(myOrder, theirOrder)) {
    const known = base.filter((id) => m.has(id) && t.has(id));
    const [mineMoved, theirsMoved] = [movedIn(known, myOrder), movedIn(known, theirOrder)];
    const woven = [...mineMoved].some((id) => theirsMoved.has(id)) ? undefined : weave(myOrder, b, m, t);
    clash = woven === undefined;
    order = woven ?? (wins === 'mine' ? myOrder : theirOrder);
  }
  const stays = (id: string) => !b.has(id) || (m.has(id) && t.has(id));
  const names = withAdded(withAdded(order, mine.filter(stays)), theirs.filter(stays));
  return { names, clash };
}

type Places = ReadonlyMap<string, number>;

/** The order in which every two names stand as the side has them that changed it; undefined where there is none. */
function weave(ids: readonly string[], base: Places, mine: Places, theirs: Places): string[] | undefined {
  const first = (places: Places, x: string, y: string) => (places.get(x) ?? 0) < (places.get(y) ?? 0);
  const before = new Map(ids.map((id): [string, number] => [id, 0]));
  for (const [i, x] of ids.entries()) {
    for (const y of ids.slice(i + 1)) {
      const [m, t] = [first(mine, x, y), first(theirs, x, y)];
      // Two sides that both brought a name in have no old order to tell which of them changed it.
      if (m !== t && !(base.has(x) && base.has(y))) return undefined;
      const xFirst = m === t || first(base, x, y) !== m ? m : t;
      const later = xFirst ? y : x;
      before.set(later, (before.get(later) ?? 0) + 1);
    }
  }
  // With an order each name has its own number of names before it; in a circle, two have the same.
  if (new Set(before.values()).size < ids.length) return undefined;
  return [...ids].sort((x, y) => (before.get(x) ?? 0) - (before.get(y) ?? 0));
}

/** The list with what another one has more, each after what stands before it there. */
export function withAdded(list: readonly string[], other: readonly string[]): string[] {
  const out = [...list];
  const known = new Set(out);
  other.forEach((id, i) => {
    if (known.has(id)) return;
    const before = other
      .slice(0, i)
      .reverse()
      .find((each) => known.has(each));
    out.splice(before === undefined ? 0 : out.indexOf(before) + 1, 0, id);
    known.add(id);
  });
  return out;
}
