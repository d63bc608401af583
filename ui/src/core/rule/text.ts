/** Whether text has nothing but spaces. The set is spelt out because the two languages' trim functions differ. */
export function isBlank(s: string): boolean {
  return /^[ \t\n\r\u00a0\u3000]*$/.test(s);
}

/** The number of characters (code points) of text. */
export function characters(s: string): number {
  let n = 0;
  for (let i = 0; i < s.length; i++, n++) {
    const code = s.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdbff && i + 1 < s.length) {
      const next = s.charCodeAt(i + 1);
      if (next >= 0xdc00 && next <= 0xdfff) i++;
    }
  }
  return n;
}
