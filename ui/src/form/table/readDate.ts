const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `YYYY-MM-DD`, or undefined for a day that the calendar does not have. */
function day(year: number, month: number, date: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, date));
  if (year < 1000 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== date) return undefined;
  return at.toISOString().slice(0, 10);
}

function monthOf(name: string): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/**
 * Reads a date: `2026-03-05`, `2026/3/5`, `2026.3.5`, `2026年3月5日`, `5 Mar 2026`, `Mar 5, 2026`, and `25/3/2026`
 * where only one reading makes a date. `3/5/2026` is undefined: it is March to some and May to others.
 */
export function readDate(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[\sT]0{1,2}:00(:00)?(\.0+)?$/, '')
    // A weekday says nothing that the date does not.
    .replace(/^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+/i, '')
    .replace(/[\s(]*(?:周|星期)[一二三四五六日天]\)?$/, '');
  let match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(plain);
  if (match) return day(Number(match[1]), Number(match[2]), Number(match[3]));
  match = /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (match) return day(Number(match[1]), Number(match[2]), Number(match[3]));
  match = /^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})$/i.exec(plain);
  if (match?.[2]) return day(Number(match[3]), monthOf(match[2]), Number(match[1]));
  match = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i.exec(plain);
  if (match?.[1]) return day(Number(match[3]), monthOf(match[1]), Number(match[2]));
  match = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(plain);
  if (!match) return undefined;
  const [first, second, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const readings = new Set([day(year, second, first), day(year, first, second)].filter((each) => each !== undefined));
  return readings.size === 1 ? [...readings][0] : undefined;
}

/** Reads a time of day as `HH:MM` or `HH:MM:SS`: `9:30`, `9:30 PM`, `下午2:30`, `14点30分`. */
export function readTime(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim().toLowerCase();
  const match =
    /^(上午|下午|晚上|凌晨|中午)?\s*(\d{1,2})\s*[:点时]\s*(\d{2})?\s*分?(?::(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$/.exec(
      plain,
    );
  if (!match) return undefined;
  const late = /^(?:下午|晚上)$/.test(match[1] ?? '') || match[5]?.startsWith('p');
  const early = /^(?:上午|凌晨)$/.test(match[1] ?? '') || match[5]?.startsWith('a');
  let hour = Number(match[2]);
  if (late && hour < 12) hour += 12;
  if (early && hour === 12) hour = 0;
  if (hour > 23) return undefined;
  const two = (n: number | string) => String(n).padStart(2, '0');
  const out = `${two(hour)}:${two(match[3] ?? 0)}${match[4] ? `:${match[4]}` : ''}`;
  return /^\d\d:[0-5]\d(:[0-5]\d)?$/.test(out) ? out : undefined;
}
