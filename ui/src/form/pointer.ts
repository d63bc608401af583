/** JSON pointers (RFC 6901) into form values: `/items/0/amount`. The values themselves are never mutated. */

type Box = Record<string, unknown> | unknown[];

function unescaped(token: string): string {
  return token.replace(/~1/g, '/').replace(/~0/g, '~');
}

/** The steps of a pointer; the empty pointer has none. */
export function tokens(pointer: string): string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map(unescaped);
}

/** A pointer one step deeper. */
export function child(pointer: string, token: string | number): string {
  return `${pointer}/${String(token).replace(/~/g, '~0').replace(/\//g, '~1')}`;
}

/** Whether `inner` is `outer` or lies below it. */
export function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** The path of the field's definition: rows have no number there (`items.amount`). */
export function definitionPath(pointer: string): string {
  return tokens(pointer)
    .filter((token) => !/^\d+$/.test(token))
    .join('.');
}

function step(value: unknown, token: string): unknown {
  if (Array.isArray(value)) return value[Number(token)];
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[token] : undefined;
}

/** The value at a pointer, or undefined where the way there is missing. */
export function get(root: unknown, pointer: string): unknown {
  return at(root, tokens(pointer));
}

/** The same by the steps of a pointer, for what is asked for again and again. */
export function at(root: unknown, steps: readonly string[]): unknown {
  return steps.reduce(step, root);
}

/** A copy of `root` with another value at the pointer; undefined removes the property. What is beside the way is shared. */
export function put<T>(root: T, pointer: string, value: unknown): T {
  return putAt(root, tokens(pointer), value) as T;
}

function putAt(node: unknown, path: string[], value: unknown): unknown {
  const [token, ...rest] = path;
  if (token === undefined) return value;
  const next = putAt(step(node, token), rest, value);
  if (Array.isArray(node)) {
    const copy: Box = [...node];
    copy[Number(token)] = next;
    return copy;
  }
  const copy: Record<string, unknown> = { ...(node as Record<string, unknown> | undefined) };
  if (next === undefined) delete copy[token];
  else copy[token] = next;
  return copy;
}

/** Whether two JSON values are the same. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.keys(a);
  if (left.length !== Object.keys(b).length) return false;
  return left.every(
    (key) => Object.hasOwn(b, key) && same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}
