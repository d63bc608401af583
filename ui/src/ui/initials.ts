const han = /\p{Script=Han}/u;

/** Two characters that stand for a name: the given name in Chinese, first letters elsewhere. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (!trimmed) return '?';
  if (han.test(trimmed))
    return [...trimmed]
      .filter((letter) => han.test(letter))
      .slice(-2)
      .join('');
  const parts = trimmed.split(/[\s-]+/).filter(Boolean);
  const first = parts[0]?.[0] ?? '';
  const last = parts.length > 1 ? (parts.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** Backgrounds on which white text keeps a contrast of at least 4.5 : 1. */
const tones = ['#14586e', '#7a4a1f', '#3f5a2a', '#5b3f7d', '#8a3350', '#2f5a8a', '#6b5a10', '#2a6458'] as const;

/** A steady colour for an id. */
export function tone(id: string): string {
  let hash = 7;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return tones[hash % tones.length] ?? tones[0];
}
