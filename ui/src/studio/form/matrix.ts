/** What leads to the table of the options that depend on another choice, as the state of a navigation. */
export interface Matrix {
  follow: number;
  /** The field whose table is to be open. */
  matrix: string;
}

/** The field whose table a navigation asks for. */
export function matrixIn(state: unknown): string | undefined {
  const asked = state !== null && typeof state === 'object' ? (state as Partial<Matrix>).matrix : undefined;
  return typeof asked === 'string' ? asked : undefined;
}
