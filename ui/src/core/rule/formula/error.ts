/** A formula's text cannot be read: why, and where in the text. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError';
  constructor(
    /** `formula.…`, or a code of builder/rule. */
    readonly code: string,
    readonly from: number,
    readonly to: number,
    readonly params: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code} at ${from}`);
  }
}
