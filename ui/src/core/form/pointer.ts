/** Writes a key as a part of a JSON pointer (RFC 6901). */
export function escapeToken(s: string): string {
  return s.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function unescapeToken(s: string): string {
  return s.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Splits a JSON pointer into its keys. */
export function tokens(pointer: string): string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map(unescapeToken);
}

/** What a JSON pointer points to in a value. */
export function at(v: unknown, pointer: string): unknown {
  let here = v;
  for (const key of tokens(pointer)) here = property(here, key);
  return here;
}

/** An own property of an object, or an element of a list. */
export function property(v: unknown, key: string): unknown {
  if (typeof v !== 'object' || v === null || !Object.hasOwn(v, key)) return undefined;
  return (v as Record<string, unknown>)[key];
}

export function isObject(v: unknown): v is Readonly<Record<string, unknown>> {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

/** The strings of a list. */
export function texts(v: unknown): string[] {
  return Array.isArray(v) ? v.filter((item) => typeof item === 'string') : [];
}

/** Orders pointers part by part, row numbers as numbers. */
export function comparePointers(a: string, b: string): number {
  const x = a.split('/');
  const y = b.split('/');
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const l = x[i] ?? '';
    const r = y[i] ?? '';
    if (l === r) continue;
    if (/^\d+$/.test(l) && /^\d+$/.test(r) && Number(l) !== Number(r)) return Number(l) - Number(r);
    return l < r ? -1 : 1;
  }
  return x.length - y.length;
}
