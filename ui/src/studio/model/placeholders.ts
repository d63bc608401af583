import type { App } from '../../api/studioTypes';
import type { Language } from '../../api/types';
import { fieldsOf } from './fields';

/** What a template may name that is no field: who submitted. */
export const INITIATOR = 'initiator';

const initiator: Record<Language, string> = { en: 'Initiator', 'zh-CN': '发起人' };

const pattern = /\{([^{}]*)\}/g;

/** What the placeholders of a template are called in a language: id → words that stand for it alone. */
export function placeholderNames(app: App, language: Language): Map<string, string> {
  const names = new Map<string, string>([[INITIATOR, initiator[language]]]);
  for (const { path, layout } of fieldsOf(app)) {
    const title = layout.title?.[language] || Object.values(layout.title ?? {}).find(Boolean);
    if (title && !/[{}]/.test(title)) names.set(path, title.trim());
  }
  const often = new Map<string, number>();
  for (const name of names.values()) often.set(name, (often.get(name) ?? 0) + 1);
  const ids = new Set([INITIATOR, ...fieldsOf(app).map(({ path }) => path)]);
  for (const [id, name] of names) if (often.get(name) !== 1 || (ids.has(name) && name !== id)) names.delete(id);
  return names;
}

/** A template as people read it: `{days}` becomes `{Working days}`. */
export function shownTemplate(template: string, names: ReadonlyMap<string, string>): string {
  return template.replace(pattern, (whole, id: string) => {
    const name = names.get(id);
    return name === undefined ? whole : `{${name}}`;
  });
}

/** A template as it is stored, from what people wrote. What no field is called stays as it is. */
export function storedTemplate(shown: string, names: ReadonlyMap<string, string>): string {
  const ids = new Map([...names].map(([id, name]) => [name, id]));
  return shown.replace(pattern, (whole, name: string) => {
    const id = ids.get(name.trim());
    return id === undefined ? whole : `{${id}}`;
  });
}
