/** Whether a value is a list of texts, none of them twice: then its elements are what is merged. */
export function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((v) => typeof v === 'string') && new Set(value).size === value.length;
}

const kept = (list: readonly string[], others: readonly (readonly string[])[]) =>
  list.filter((id) => others.every((other) => other.includes(id)));

const equal = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((id, i) => id === b[i]);

/**
 * Merges two edits of a list of names: what either added is in, what either removed is not, and where one of
 * them put the names in another order, that order counts. Where both did, it is mine.
 */
export function mergeNames(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  if (equal(base, theirs)) return [...mine];
  if (equal(base, mine)) return [...theirs];
  const common = kept(base, [mine, theirs]);
  const moved = (list: readonly string[]) => !equal(common, kept(list, [common]));
  const [first, second] = moved(mine) || !moved(theirs) ? [mine, theirs] : [theirs, mine];
  const gone = (id: string) => base.includes(id) && !(mine.includes(id) && theirs.includes(id));
  const out = first.filter((id) => !gone(id));
  return withAdded(
    out,
    second.filter((id) => !gone(id)),
  );
}

/** The list with what another one has more, each after what stands before it there. */
export function withAdded(list: readonly string[], other: readonly string[]): string[] {
  const out = [...list];
  other.forEach((id, i) => {
    if (out.includes(id)) return;
    const before = other
      .slice(0, i)
      .reverse()
      .find((each) => out.includes(each));
    out.splice(before === undefined ? 0 : out.indexOf(before) + 1, 0, id);
  });
  return out;
}
