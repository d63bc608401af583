import { isDate } from '../rule';

/** The only formats that a schema may name; builder/form/formats.go has the same. */
export const formats: Readonly<Record<string, (s: string) => boolean>> = {
  date: isDate,
  time: (s) => time.test(s),
  'date-time': (s) => isDate(s.slice(0, 10)) && dateTime.test(s.slice(10)),
  email: (s) => s.length <= 254 && email.test(s),
  uri: isUri,
  person: (s) => person.test(s),
  department: (s) => person.test(s),
  option: (s) => isLine(s) && !/^[ \t\n\r\u00a0\u3000]|[ \t\n\r\u00a0\u3000]$/.test(s),
  serial: isLine,
  attachment: (s) => file.test(s),
  image: (s) => file.test(s),
  phone: isPhone,
  'cn-id': isChineseId,
};

/** A local time: a form's time has no zone. */
const time = /^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$/;
/** What follows the date of an RFC 3339 date-time. */
const dateTime =
  /^[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$/;
/** That of HTML's e-mail input, with a dot in the domain. */
const email =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/;
/** A scheme, then no spaces or quotes; letters beyond ASCII may stand unescaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it keeps out
const uri = /^([A-Za-z][A-Za-z0-9+.-]*):[^\x00-\x20\x7f<>"{}|\\^`]+$/;
const person = /^[A-Za-z0-9_-]{1,64}$/;
/** The id of a file. */
const file = /^[a-z2-7]{26}$/;

/** What people put between digits, and an extension. */
const phone = /^(\+?\(?[0-9][0-9 ()./-]{1,22}[0-9])((,|;| ?x| ?ext\.? ?|转)[0-9]{1,6})?$/;

/** One line of at most 64 characters. */
function isLine(s: string): boolean {
  const points = [...s];
  return points.length > 0 && points.length <= 64 && points.every((c) => c >= ' ' && c !== '\x7f');
}

/** At least three digits, and at most the 15 of ITU-T E.164. */
function isPhone(s: string): boolean {
  const digits = phone.exec(s)?.[1]?.replace(/[^0-9]/g, '').length ?? 0;
  return digits >= 3 && digits <= 15;
}

/** A citizen identification number (GB 11643-1999): region, day of birth, and a check character by ISO 7064, MOD 11-2. */
function isChineseId(s: string): boolean {
  if (!/^[1-9][0-9]{5}(18|19|20)[0-9]{9}[0-9Xx]$/.test(s)) return false;
  if (!isDate(`${s.slice(6, 10)}-${s.slice(10, 12)}-${s.slice(12, 14)}`)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(s[i]), 0);
  return s[17]?.toUpperCase() === '10X98765432'[sum % 11];
}

const scripting = new Set(['javascript', 'vbscript', 'data', 'blob', 'file']);

/** Refuses addresses that run as script where they are shown as links. */
function isUri(s: string): boolean {
  const scheme = uri.exec(s)?.[1];
  // The limit counts bytes of UTF-8, as the server does.
  return scheme !== undefined && new TextEncoder().encode(s).length <= 2000 && !scripting.has(scheme.toLowerCase());
}
