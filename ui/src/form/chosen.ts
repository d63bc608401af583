/** The texts of a list; none where the value is no list. */
export function chosen(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
