import type { App } from '../../api/studioTypes';
import type { Branch, Language, Text } from '../../api/types';
import { languages } from '../../i18n';
import { fieldAt, fieldsOf, reworded } from './fields';

export const wordAreas = ['app', 'form', 'rules', 'flow'] as const;
export type WordArea = (typeof wordAreas)[number];

/** What a wording is: the title of a field, the words of an option … */
export type WordKind =
  | 'name'
  | 'description'
  | 'requestTitle'
  | 'section'
  | 'tab'
  | 'block'
  | 'title'
  | 'help'
  | 'placeholder'
  | 'option'
  | 'group'
  | 'rule'
  | 'warning'
  | 'step'
  | 'message'
  | 'branch';

type Key = string | number;

/** One wording of an app in its languages. */
export interface Wording {
  /** Stays the same when things are moved: `form/fields/days/title`. */
  id: string;
  area: WordArea;
  kind: WordKind;
  /** What it belongs to: the field of an option, the rule of a warning. */
  of: Text;
  text: Text;
  /** The keys that lead to it in the app. */
  at: readonly Key[];
}

/** Whether a wording lacks a language, or all. */
export function lacks(text: Text, language?: Language): boolean {
  return (language ? [language] : languages).some((each) => !text[each]?.trim());
}

/**
 * Every word of an app that people read, in the order in which they stand. What need not be worded at all, such as a
 * help text, is listed once it says something in one language.
 */
export function wordingsOf(app: App): Wording[] {
  const out: Wording[] = [];
  const add = (
    id: string,
    area: WordArea,
    kind: WordKind,
    of: Text,
    text: Text | undefined,
    at: Key[],
    must = false,
  ) => {
    const some = languages.some((language) => text?.[language]?.trim());
    if (must || some) out.push({ id, area, kind, of, text: text ?? {}, at });
  };
  add('app/name', 'app', 'name', {}, app.name, ['name'], true);
  add('app/description', 'app', 'description', {}, app.description, ['description']);
  add('app/title', 'app', 'requestTitle', {}, app.title, ['title'], true);

  const { layout } = app.form;
  for (const [i, tab] of (layout.tabs ?? []).entries()) {
    add(`form/tabs/${tab.id}`, 'form', 'tab', {}, tab.title, ['form', 'layout', 'tabs', i, 'title'], true);
  }
  const fieldWords = (path: string) => {
    const look = layout.fields[path];
    if (!look) return;
    const of = look.title ?? {};
    const at = ['form', 'layout', 'fields', path];
    const id = `form/fields/${path}`;
    add(`${id}/title`, 'form', 'title', {}, look.title, [...at, 'title'], true);
    add(`${id}/help`, 'form', 'help', of, look.help, [...at, 'help']);
    add(`${id}/placeholder`, 'form', 'placeholder', of, look.placeholder, [...at, 'placeholder']);
    for (const [value, text] of Object.entries(look.options ?? {})) {
      add(`${id}/options/${value}`, 'form', 'option', of, text, [...at, 'options', value], true);
    }
    const groups = (list: readonly Branch[], way: Key[]) => {
      for (const [i, group] of list.entries()) {
        const here = [...way, i];
        add(`${id}/${here.join('/')}`, 'form', 'group', of, group.title, [...at, ...here, 'title']);
        groups(group.children ?? [], [...here, 'children']);
      }
    };
    groups(look.tree ?? [], ['tree']);
  };
  const shown = new Set<string>();
  for (const [i, section] of layout.sections.entries()) {
    add(
      `form/sections/${section.id}`,
      'form',
      'section',
      {},
      section.title,
      ['form', 'layout', 'sections', i, 'title'],
      true,
    );
    for (const path of section.fields) {
      shown.add(path);
      const block = layout.blocks?.[path];
      if (block)
        add(`form/blocks/${path}`, 'form', 'block', {}, block.text, ['form', 'layout', 'blocks', path, 'text']);
      else
        for (const each of [path, ...(fieldAt(app, path)?.columns ?? []).map((column) => column.path)])
          fieldWords(each);
    }
  }
  for (const field of fieldsOf(app)) if (!shown.has(field.path)) fieldWords(field.path);

  for (const [i, rule] of app.rules.entries()) {
    add(`rules/${rule.id}/name`, 'rules', 'rule', {}, rule.name, ['rules', i, 'name'], true);
    for (const [j, action] of rule.then.entries()) {
      if (action.do !== 'warn') continue;
      add(
        `rules/${rule.id}/then/${j}`,
        'rules',
        'warning',
        rule.name ?? {},
        action.text,
        ['rules', i, 'then', j, 'text'],
        true,
      );
    }
  }
  for (const [i, node] of app.flow.nodes.entries()) {
    // A join has no card whose name anybody reads.
    const must = node.type !== 'join';
    add(`flow/nodes/${node.id}/name`, 'flow', 'step', {}, node.name, ['flow', 'nodes', i, 'name'], must);
    add(`flow/nodes/${node.id}/message`, 'flow', 'message', node.name ?? {}, node.message, [
      'flow',
      'nodes',
      i,
      'message',
    ]);
  }
  for (const [i, edge] of app.flow.edges.entries()) {
    add(`flow/edges/${edge.id}/name`, 'flow', 'branch', {}, edge.name, ['flow', 'edges', i, 'name']);
  }
  return out;
}

function setAt(value: unknown, [key, ...rest]: readonly Key[], set: (old: unknown) => unknown): unknown {
  if (key === undefined) return set(value);
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? setAt(item, rest, set) : item));
  const old = (value ?? {}) as Record<string, unknown>;
  return { ...old, [key]: setAt(old[key], rest, set) };
}

/** Sets one language of a wording. */
export function setWording(app: App, id: string, language: Language, wording: string): App {
  const found = wordingsOf(app).find((each) => each.id === id);
  if (!found || (found.text[language] ?? '') === wording) return app;
  return setAt(app, found.at, (old) => reworded(old as Text | undefined, language, wording)) as App;
}

/** New words by the ids of wordings, for instance from a file. */
export type Words = ReadonlyMap<string, Partial<Record<Language, string>>>;

/** Sets many wordings, and says how many changed and how many the app does not have. */
export function setWordings(app: App, words: Words): { app: App; changed: number; unknown: number } {
  const known = new Map(wordingsOf(app).map((each) => [each.id, each]));
  let next = app;
  let changed = 0;
  let unknown = 0;
  for (const [id, to] of words) {
    const wording = known.get(id);
    if (!wording) {
      unknown++;
      continue;
    }
    const text = languages.reduce<Text>((old, language) => {
      const said = to[language];
      return said === undefined || said === '' || said === old[language] ? old : reworded(old, language, said);
    }, wording.text);
    if (text === wording.text) continue;
    changed++;
    next = setAt(next, wording.at, () => text) as App;
  }
  return { app: next, changed, unknown };
}
