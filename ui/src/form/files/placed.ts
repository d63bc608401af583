/**
 * Puts a file that has come through among the others: before those that were chosen after it, although they were
 * quicker. `chosen` says when a file was chosen; what was there from the start is in it nowhere and stays first.
 */
export function placed(ids: readonly string[], id: string, chosen: ReadonlyMap<string, number>): readonly string[] {
  const own = chosen.get(id) ?? 0;
  const at = ids.findIndex((each) => (chosen.get(each) ?? 0) > own);
  return at < 0 ? [...ids, id] : [...ids.slice(0, at), id, ...ids.slice(at)];
}
