import BigJs, { type Big } from 'big.js';

/** A constructor of our own: nobody else's settings reach it. */
const Decimal = BigJs();
/** A quotient is rounded to this many digits after the point… */
Decimal.DP = 20;
/** …half up, away from zero. */
Decimal.RM = BigJs.roundHalfUp;

/** The most digits before the point; a larger number is out of range. */
const maxWhole = 60;
/** The most digits after the point; a result with more is rounded half up to this many. */
const maxFraction = 60;
/** The most significant digits of a number that is written in an expression. */
export const literalDigits = 15;

export const zero: Big = new Decimal(0);

export function isDecimal(v: unknown): v is Big {
  return v instanceof Decimal;
}

export function decimal(n: number | string): Big {
  return new Decimal(n);
}

function fraction(d: Big): number {
  return d.c.length - 1 - d.e;
}

/** How many significant digits a number has. */
export function significant(d: Big): number {
  return d.c.length;
}

/** Keeps a result within the bounds above; undefined where it is too large. */
export function bound(d: Big): Big | undefined {
  if (d.c[0] === 0) return zero;
  if (d.e + 1 > maxWhole) return undefined;
  return fraction(d) > maxFraction ? d.round(maxFraction, BigJs.roundHalfUp) : d;
}

/** The digits after the point that are never rounded away: the cents of an amount. */
const keptFraction = 2;

/**
 * What a field keeps of a formula's result: at most 15 significant digits, the rest rounded half up. Undefined
 * where that would change anything before the third digit after the point: an amount is never rounded silently.
 */
export function settle(d: Big): Big | undefined {
  if (d.c.length <= literalDigits) return d;
  const places = literalDigits - (d.e + 1);
  return places < keptFraction ? undefined : d.round(places, BigJs.roundHalfUp);
}

/** Reads a number of a form exactly as it is written; undefined for one outside the bounds. */
export function fromNumber(n: number): Big | undefined {
  if (!Number.isFinite(n)) return undefined;
  const d = new Decimal(n);
  return fraction(d) > maxFraction ? undefined : bound(d);
}

/** Plain decimals without trailing zeros. */
export function textOf(d: Big): string {
  return d.toFixed();
}
