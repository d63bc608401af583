const blanks = ' \\t\\n\\r\\u00a0\\u3000';
const blank = new RegExp(`^[${blanks}]*$`);
const ends = new RegExp(`^[${blanks}]+|[${blanks}]+$`, 'g');

/** Whether text has nothing but spaces. The set is spelt out because the two languages' trim functions differ. */
export function isBlank(s: string): boolean {
  return blank.test(s);
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

export function trim(s: string): string {
  return s.replace(ends, '');
}

/**
 * Changes the case of the usual Latin, Greek and Cyrillic letters, which Go and JavaScript change alike one by
 * one, whatever their version of Unicode. The capital I with a dot has a small letter of two characters here.
 */
export function recase(s: string, to: 'toUpperCase' | 'toLowerCase'): string {
  return s.replace(/[A-Za-z\u00b5-\u012f\u0131-\u017f\u0386-\u03ce\u0400-\u052f]/g, (letter) => {
    const other = letter[to]();
    return other.length === 1 ? other : letter;
  });
}
