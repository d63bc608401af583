/**
 * Reads a number as spreadsheets and people write it: `1,234.50`, `1 234`, `￥1,234`, `(12.50)`, `1234元`.
 * Undefined for what is no number, or might be another: a comma that does not stand between thousands.
 */
export function readAmount(text: string, percent = false): number | undefined {
  let plain = text.normalize('NFKC').replace(/[\s_'’]/g, '');
  let sign = 1;
  const owed = /^\((.+)\)$/.exec(plain);
  if (owed?.[1]) {
    plain = owed[1];
    sign = -1;
  }
  plain = plain.replace(/−/g, '-').replace(/^([+-]?)(?:\p{Sc}|[A-Z]{2,3}\$?)+([+-]?)/u, '$1$2');
  plain = plain.replace(/(?:\p{Sc}|[A-Z]{3}|[元圆])$/u, '');
  if (percent) plain = plain.replace(/%$/, '');
  if (!/^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d*)?$/.test(plain) || !/\d/.test(plain)) return undefined;
  const number = sign * Number(plain.replace(/,/g, ''));
  return Number.isFinite(number) ? number : undefined;
}

/** Reads a length of time in minutes: `90`, `1:30`, `1 h 30 min`, `1小时30分钟`, `1.5 h`. */
export function readMinutes(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim().toLowerCase();
  const clock = /^(\d{1,4}):([0-5]\d)(?::00)?$/.exec(plain);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const parts = /^(?:(\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?|小时|时))?\s*(?:(\d+)\s*(?:m|mins?|minutes?|分钟|分)?)?$/.exec(
    plain,
  );
  if (!parts || (parts[1] === undefined && parts[2] === undefined)) return undefined;
  const minutes = Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0);
  return Number.isInteger(minutes) ? minutes : undefined;
}
