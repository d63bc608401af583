import { isDate } from '../rule';

/** The only formats that a schema may name; builder/form/formats.go has the same. */
export const formats: Readonly<Record<string, (s: string) => boolean>> = {
  date: isDate,
  time: (s) => time.test(s),
  'date-time': (s) => isDate(s.slice(0, 10)) && dateTime.test(s.slice(10)),
  email: (s) => s.length <= 254 && email.test(s),
  uri: isUri,
  person: (s) => person.test(s),
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

const scripting = new Set(['javascript', 'vbscript', 'data', 'blob', 'file']);

/** Refuses addresses that run as script where they are shown as links. */
function isUri(s: string): boolean {
  const scheme = uri.exec(s)?.[1];
  // The limit counts bytes of UTF-8, as the server does.
  return scheme !== undefined && new TextEncoder().encode(s).length <= 2000 && !scripting.has(scheme.toLowerCase());
}
