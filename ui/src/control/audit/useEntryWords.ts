import { useTranslation } from 'react-i18next';
import type { AuditChange, AuditEntry, Text } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { dateTime } from '../../ui/time';

const instants = new Set(['endsAt', 'since', 'linkEndsAt', 'from', 'to', 'absences']);
const roles = ['employee', 'manager', 'hr', 'admin', 'it'] as const;

/** Says an entry of the record in the reader's words. */
export interface EntryWords {
  /** The whole entry as one sentence. */
  sentence: (entry: AuditEntry) => string;
  /** Who did it. */
  who: (entry: AuditEntry) => string;
  /** What it is about. */
  objectName: (entry: AuditEntry) => string;
  field: (name: string) => string;
  fact: (name: string) => string;
  /** A value of a field or a fact; '' where there is none. */
  value: (entry: AuditEntry, name: string, value: unknown) => string;
  scheme: (scheme: string) => string;
}

export function useEntryWords(): EntryWords {
  const { t, i18n } = useTranslation(['audit', 'common']);
  const words = useWords();
  const language = useLanguage();
  const has = (key: string) => i18n.exists(key, { ns: 'audit' });
  // Keys that are made of what the server sends: each is looked for before it is used.
  const say = (key: string, params?: Record<string, unknown>) =>
    (t as unknown as (key: string, params?: Record<string, unknown>) => string)(`audit:${key}`, params);
  const named = (key: string, fallback: string) => (has(key) ? say(key) : fallback);

  const nameOf = (entry: AuditEntry, id: string) => words(entry.names[id.replace(/^user:/, '')]) || id;
  const idOf = (entry: AuditEntry) => entry.object.slice(entry.object.indexOf(':') + 1);
  const kindOf = (entry: AuditEntry) => entry.object.split(':', 1)[0] ?? '';

  const who = (entry: AuditEntry) =>
    entry.who.person ? nameOf(entry, entry.who.person) : named(`actor.${entry.who.scheme}`, entry.who.scheme);

  const objectName = (entry: AuditEntry) =>
    words(entry.names[idOf(entry)]) || named(`kind.${kindOf(entry)}`, entry.object);

  const object = (entry: AuditEntry) =>
    entry.who.person && entry.who.person === idOf(entry) ? say('actor.self') : objectName(entry);

  const one = (entry: AuditEntry, name: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '';
    if (typeof value === 'number' && instants.has(name)) return dateTime(value, language);
    if (typeof value === 'boolean') return say(`value.${value}`);
    if (Array.isArray(value)) return value.map((each) => one(entry, name, each)).join(t('common:separator'));
    if (typeof value === 'object') {
      const text = words(value as Text);
      return text || JSON.stringify(value);
    }
    const text = String(value);
    const role = name === 'roles' ? roles.find((each) => each === text) : undefined;
    if (role) return t(`common:role.${role}`);
    if (name === 'status' || name === 'language') return named(`value.${text}`, text);
    if (text.startsWith('role:')) return text;
    return nameOf(entry, text);
  };

  const field = (name: string) => named(`field.${name.replaceAll('.', '_')}`, name);

  const changed = (entry: AuditEntry, changes: AuditChange[]) => {
    const params = { who: who(entry), object: object(entry) };
    const [only, ...others] = changes;
    if (!only) return undefined;
    if (others.length > 0) {
      return say('say.someFields', {
        ...params,
        fields: changes.map((each) => field(each.field)).join(t('common:separator')),
      });
    }
    if (only.secret) return say('say.oneSecret', { ...params, field: field(only.field) });
    const before = one(entry, only.field, only.before);
    const after = one(entry, only.field, only.after);
    const key = !before ? 'say.oneFieldSet' : !after ? 'say.oneFieldTaken' : 'say.oneField';
    return say(key, { ...params, field: field(only.field), before, after });
  };

  const sentence = (entry: AuditEntry) => {
    if (entry.action.endsWith('.changed')) {
      const said = changed(entry, entry.changes ?? []);
      if (said) return said;
    }
    const facts = entry.facts ?? {};
    const about = entry.about ? nameOf(entry, entry.about) : who(entry);
    const own = entry.action === 'session.ended' && entry.about === entry.who.person;
    const key = own ? 'say.session.endedOwn' : `say.${entry.action}`;
    const count = typeof facts.rows === 'number' ? facts.rows : undefined;
    const revision = entry.changes?.find((each) => each.field === 'revision')?.after ?? facts.revision;
    const params = {
      who: who(entry),
      object: object(entry),
      about,
      action: entry.action,
      asked: one(entry, 'asked', facts.asked),
      target: one(entry, 'target', facts.target),
      name: one(entry, 'name', facts.name),
      detail: one(entry, 'detail', facts.detail),
      status: one(entry, 'status', facts.status),
      people: one(entry, 'people', facts.assignees ?? facts.to),
      fields: one(entry, 'fields', facts.fields),
      revision: one(entry, 'revision', revision),
      ...(count === undefined ? {} : { count }),
    };
    return has(key) || has(`${key}_other`) ? say(key, params) : say('say.other', params);
  };

  return {
    sentence,
    who,
    objectName,
    field,
    fact: (name) => named(`fact.${name}`, name),
    value: one,
    scheme: (scheme) => named(`scheme.${scheme}`, scheme),
  };
}
