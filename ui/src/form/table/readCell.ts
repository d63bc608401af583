import type { FieldModel } from '../model';
import { fromLocal } from '../widgets/localTime';
import { readAmount, readMinutes } from './readAmount';
import { readDate, readTime } from './readDate';

/** Finds the ids of people and departments by their names, as they are written; none where a name is not unique. */
export interface Lookups {
  person: (name: string) => string | undefined;
  department: (name: string) => string | undefined;
  /** Finds an option that is fetched, by its value or what it is called; missing where none are looked up. */
  option?: (field: FieldModel, text: string, where: Where) => string | undefined;
}

/** The row that a text is read for. */
export interface Where {
  row: number;
  /** What is chosen in the field that the choice depends on; missing where it depends on none. */
  above?: unknown;
}

/** Marks a text that is no value of its field. */
export const unread = Symbol('unread');

const yes = new Set(['yes', 'y', 'true', '1', '是', '对', '有', '√', '✓', '✔', '☑']);
const no = new Set(['no', 'n', 'false', '0', '否', '错', '无', '不', '×', '✗', '✘', '☐']);
/** What accountants put into an empty cell. */
const nothing = new Set(['', '-', '–', '—']);

/** Names and labels are compared without regard to width, case and space around them. */
export function folded(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** The value that a text stands for in a field; undefined for nothing, {@link unread} where it stands for none. */
export function readCell(field: FieldModel, text: string, look: Lookups, where: Where = { row: 0 }): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const find = finder(field, look, where);
  if (find) {
    if (!manyOf.has(field.kind)) return find(trimmed) ?? unread;
    const { values, whole } = several(trimmed, find);
    return whole ? values : unread;
  }
  switch (field.kind) {
    // Where options are not looked up, the check of the form knows what can be chosen.
    case 'option':
      return trimmed;
    case 'options':
      return [...new Set(namesIn(trimmed))];
    case 'string':
      return trimmed.replace(/\s*\n\s*/g, ' ');
    case 'text':
      return trimmed;
    case 'number':
    case 'integer':
      if (nothing.has(trimmed)) return undefined;
      return (
        (field.layout.widget === 'duration'
          ? readMinutes(trimmed)
          : readAmount(trimmed, field.layout.widget === 'percent')) ?? unread
      );
    case 'boolean':
      return yes.has(folded(trimmed)) ? true : no.has(folded(trimmed)) ? false : unread;
    case 'date':
      return readDate(trimmed) ?? unread;
    case 'time':
      return readTime(trimmed) ?? unread;
    case 'dateTime':
      return readMoment(trimmed) ?? unread;
    case 'dateRange':
      return readRange(field, trimmed) ?? unread;
    default:
      return readJson(trimmed);
  }
}

/** Kinds that hold a list of what can be chosen. */
const manyOf: ReadonlySet<FieldModel['kind']> = new Set(['choices', 'options', 'persons', 'departments']);

/** How a text is found among what can be chosen; undefined for kinds that are written. */
function finder(field: FieldModel, look: Lookups, where: Where): ((text: string) => string | undefined) | undefined {
  switch (field.kind) {
    case 'enum':
    case 'choices':
      return (text) => option(field, text);
    case 'person':
    case 'persons':
      return look.person;
    case 'department':
    case 'departments':
      return look.department;
    case 'option':
    case 'options': {
      const { option: found } = look;
      return found && ((text) => found(field, text, where));
    }
    default:
      return undefined;
  }
}

/** What stands for a text that could not be read: the text, in a list beside what could be. */
export function keepText(field: FieldModel, text: string, look: Lookups, where: Where): unknown {
  const find = manyOf.has(field.kind) ? finder(field, look, where) : undefined;
  return find ? several(text, find).values : text.trim();
}

/** The option with a value or label, in whichever language; undefined where two have it. */
function option(field: FieldModel, text: string): string | undefined {
  if (field.options.includes(text)) return text;
  const wanted = folded(text);
  const found = field.options.filter((value) =>
    Object.values(field.layout.options?.[value] ?? {}).some((label) => label && folded(label) === wanted),
  );
  return found.length === 1 ? found[0] : undefined;
}

const between = /[,，、;；\n]/;

/**
 * What a list of texts stands for, and whether each stands for something; one that does not is left as it is. The
 * longest match goes first, since a label may hold a comma.
 */
function several(text: string, find: (part: string) => string | undefined): { values: string[]; whole: boolean } {
  const parts = text.split(between).map((part) => part.trim());
  const values: string[] = [];
  let whole = true;
  for (let from = 0; from < parts.length; ) {
    let to = parts.length;
    let found: string | undefined;
    for (; to > from && found === undefined; to--) found = find(parts.slice(from, to).join(', '));
    const part = parts[from] ?? '';
    if (found === undefined && part !== '') whole = false;
    const value = found ?? part;
    if (value !== '' && !values.includes(value)) values.push(value);
    from = found === undefined ? from + 1 : to + 1;
  }
  return { values, whole: whole && values.length > 0 };
}

/** The names that a person's or department's cell asks for. */
export function namesIn(text: string): string[] {
  return text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readMoment(text: string): string | undefined {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.test(text)) return text;
  const split = /^(.+?)[\sT,]+(\S*\d{1,2}[:点时].*)$/.exec(text);
  const date = readDate(split?.[1] ?? '');
  const time = readTime(split?.[2] ?? '');
  return date && time ? fromLocal(`${date}T${time}`) : undefined;
}

const afternoon = /\s*(?:pm|p\.m\.|from midday|下午起?|下午)$/i;
const morning = /\s*(?:am|a\.m\.|until midday|上午止?|上午)$/i;

function readRange(field: FieldModel, text: string): Record<string, string> | undefined {
  const [first = '', last = first, ...more] = text.split(/\s*(?:–|—|~|～|至|到|\bto\b|\s-\s)\s*/);
  const start = readDate(first.replace(afternoon, '').replace(morning, ''));
  const end = readDate(last.replace(afternoon, '').replace(morning, ''));
  if (!start || !end || more.length > 0) return undefined;
  if (!field.halves) return { start, end };
  return { start, startHalf: afternoon.test(first) ? 'pm' : 'am', end, endHalf: morning.test(last) ? 'am' : 'pm' };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unread;
  }
}
