/**
 * Reads a number as people type it: full-width digits from a Chinese keyboard, separators between
 * thousands, a comma typed as `，`. Gives undefined for nothing, and the text itself for what is no number,
 * or has more digits than are kept exactly, so that the check of the form can say so.
 */
export function readNumber(text: string): number | string | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/。/g, '.')
    .replace(/[\s,_']/g, '');
  if (plain === '') return text.trim() === '' ? undefined : text;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return text;
  // More digits than a browser keeps would be rounded without a word.
  return digitsOf(plain) > 15 ? plain.replace('+', '') : Number(plain);
}

/** How many significant digits a plain decimal has. */
function digitsOf(plain: string): number {
  const digits = plain.replace(/^[+-]/, '');
  const all = digits.includes('.') ? digits.replace(/0+$/, '').replace('.', '') : digits.replace(/0+$/, '');
  return all.replace(/^0+/, '').length;
}

/** A number as it is edited: plain digits, no exponent for ordinary sizes. */
export function writeNumber(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** A currency as it stands before an amount: `¥`, `US$`; its code where it has no sign. */
export function currencySign(currency: string, language: string): string {
  try {
    const parts = new Intl.NumberFormat(language, { style: 'currency', currency }).formatToParts(0);
    return parts.find((part) => part.type === 'currency')?.value ?? currency;
  } catch {
    return currency;
  }
}
