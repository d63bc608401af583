import { pick, type Text } from '../../words';
import { lookup, rangeParts } from '../lookup';
import type { Types } from '../types';
import type { Labels } from '../words';

/** What fields are called in formula text. */
export interface Naming {
  /** The variable that a name in brackets means; undefined where there is none. */
  resolve(name: string): string | undefined;
  /** What a variable is called in brackets; `@` and its path where its name would not lead back to it. */
  nameOf(path: string): string;
  /** The options of a choice: value → its words. */
  options(path: string): ReadonlyMap<string, string>;
  /** Every variable there is, in the order of the form. */
  readonly paths: readonly string[];
}

export interface NamingOptions {
  types: Types;
  labels: Labels;
  /** Undefined for names that are ids. */
  lang?: string;
  /** The table whose rows `$row` stands for. */
  table?: string;
  /** Asked for names that mean nothing here: what another author has begun in another language. */
  also?: Naming;
}

const parts: Readonly<Record<string, Text>> = {
  start: { en: 'start', 'zh-CN': '开始' },
  end: { en: 'end', 'zh-CN': '结束' },
  startHalf: { en: 'first half-day', 'zh-CN': '开始时段' },
  endHalf: { en: 'last half-day', 'zh-CN': '结束时段' },
};

const initiator: Readonly<Record<string, Text>> = {
  '$initiator.id': { en: 'Initiator', 'zh-CN': '发起人' },
  '$initiator.dept': { en: 'Initiator.department', 'zh-CN': '发起人.部门' },
  '$initiator.roles': { en: 'Initiator.roles', 'zh-CN': '发起人.角色' },
};

/** Names every variable of a form by its title. Columns of the row itself go by their own titles. */
export function namingOf({ types, labels, lang, table = '', also }: NamingOptions): Naming {
  const named = new Map<string, string>();
  const title = (path: string) =>
    tidy(pick(labels.fields[path], lang ?? 'en')) || path.slice(path.lastIndexOf('.') + 1);
  const put = (path: string, name: string, kind: string, list = false) => {
    named.set(path, name);
    if (kind !== 'dateRange') return;
    // A list of ranges has lists of ends, of which only the dates are of use.
    for (const part of Object.keys(rangeParts)) {
      if (!list || !part.endsWith('Half')) named.set(`${path}.${part}`, `${name}.${pick(parts[part], lang ?? 'en')}`);
    }
  };
  for (const [path, { kind }] of Object.entries(types)) {
    const [top = '', column] = path.split('.');
    if (column === undefined) put(path, title(path), kind);
    else {
      if (top === table) put(`$row.${column}`, title(path), kind);
      put(path, `${title(top)}.${title(path)}`, kind, true);
    }
  }
  for (const [path, words] of Object.entries(initiator)) named.set(path, pick(words, lang ?? 'en'));

  const byName = new Map<string, string>();
  if (lang !== undefined) {
    // Where two share a name, it is neither's; but a row's own column comes before a field of the form.
    const count = new Map<string, number>();
    const ofRow = new Set([...named].filter(([path]) => path.startsWith('$row.')).map(([, name]) => name));
    const counts = ([path, name]: [string, string]) => path.startsWith('$row.') || !ofRow.has(name);
    for (const entry of named) if (counts(entry)) count.set(entry[1], (count.get(entry[1]) ?? 0) + 1);
    for (const [path, name] of named) if (counts([path, name]) && count.get(name) === 1) byName.set(name, path);
  }

  const resolve = (name: string): string | undefined => {
    if (name.startsWith('@')) return name.slice(1) || undefined;
    const known = byName.get(tidy(name));
    if (known !== undefined) return known;
    const found = typeof lookup(types, name.split('.'), table) !== 'string';
    return found && !name.startsWith('$today') ? name : also?.resolve(name);
  };
  return {
    resolve,
    nameOf: (path) => {
      const name = lang === undefined ? path : named.get(path);
      return name !== undefined && resolve(name) === path ? name : `@${path}`;
    },
    options: (path) => optionsOf(labels, types, path, table, lang),
    paths: [...named.keys()],
  };
}

/** A choice's options by their words, as far as the words say which one is meant. */
function optionsOf(
  labels: Labels,
  types: Types,
  path: string,
  table: string,
  lang?: string,
): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  const typ = lookup(types, path.split('.'), table);
  if (lang === undefined || typeof typ === 'string' || !typ.options) return out;
  const words = labels.options[path.replace(/^\$row\./, `${table}.`)] ?? {};
  const said = typ.options.map((value) => pick(words[value], lang));
  typ.options.forEach((value, i) => {
    const text = said[i];
    if (text && said.indexOf(text) === said.lastIndexOf(text) && !typ.options?.includes(text)) out.set(value, text);
  });
  return out;
}

/** Titles may hold line breaks and spaces that nobody sees. */
function tidy(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}
