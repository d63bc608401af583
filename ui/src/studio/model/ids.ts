/** Makes a fresh id that begins with the prefix; an id is never handed out twice. */
export type Ids = (prefix: string) => string;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 10;

/**
 * Ids from the browser's random source: 50 bits behind a readable prefix, such as `number_k3x9qm2fab`.
 * They match `[a-z][A-Za-z0-9_]{0,63}`, and a removed field's id does not come back.
 */
export const randomIds: Ids = (prefix) => {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
  let id = `${prefix}_`;
  for (const byte of bytes) id += ALPHABET[byte & 31];
  return id;
};
