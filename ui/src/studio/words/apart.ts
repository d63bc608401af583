/** How many lines are shown whole, and how many of what is the same stay around what differs. */
const SHORT = 5;
const AROUND = 1;

/** Two texts without what both begin and end with, where they are long; three dots stand for what is left out. */
export function apart(mine: string, theirs: string): [string, string] {
  const [a, b] = [mine.split('\n'), theirs.split('\n')];
  if (Math.max(a.length, b.length) <= SHORT) return [mine, theirs];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const from = Math.max(0, start - AROUND);
  const till = Math.max(0, end - AROUND);
  const cut = (lines: string[]) =>
    [...(from > 0 ? ['…'] : []), ...lines.slice(from, lines.length - till), ...(till > 0 ? ['…'] : [])].join('\n');
  return [cut(a), cut(b)];
}
