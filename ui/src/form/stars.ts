const MOST = 10;

/** How many stars there are: the schema's maximum. */
export function starsOf(schema: Readonly<Record<string, unknown>>): number {
  const { maximum } = schema;
  return typeof maximum === 'number' ? Math.min(Math.max(Math.floor(maximum), 1), MOST) : 5;
}
