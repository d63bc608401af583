import type changes from '../../i18n/en/changes.json';
import type { Thing } from '../model/merge/merge';

export type LabelKey = keyof typeof changes.label | 'scriptText';

/** What a setting is called: the key of its words, and what they need. */
export interface Label {
  key: LabelKey;
  /** The language of the wording that is meant. */
  language?: 'en' | 'zh-CN';
  /** The field whose access is meant. */
  field?: string;
  /** The option whose wording is meant. */
  option?: string;
}

type Keys = Readonly<Record<string, LabelKey>>;

const own = (...keys: LabelKey[]): Keys => Object.fromEntries(keys.map((key) => [key, key]));

const schemaKeys: Keys = {
  type: 'kind',
  format: 'kind',
  enum: 'options',
  ...own('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength'),
  ...own('pattern', 'minItems', 'maxItems', 'uniqueItems', 'sensitive', 'default', 'const'),
};

const lookKeys: Keys = own(
  ...(['title', 'help', 'placeholder', 'options', 'widget', 'width', 'columns', 'currency', 'tree', 'total'] as const),
  ...(['serial', 'accept', 'maxMB', 'keepPlace', 'source'] as const),
);

const keysOf: Record<Thing['kind'], Keys> = {
  setting: {
    ...own('name', 'description', 'icon', 'color', 'defaultLanguage', 'summary'),
    number: 'prefix',
    title: 'requestTitle',
  },
  schema: {},
  layout: {},
  flow: own('path'),
  script: own('sets', 'needs'),
  field: own('required'),
  block: { kind: 'blockKind', text: 'text' },
  tab: own('title'),
  section: { ...own('title', 'fields', 'tab'), columns: 'sideBySide' },
  rule: own('name', 'enabled', 'when', 'then'),
  node: {
    ...own('name', 'type', 'assignee', 'mode', 'share', 'require', 'otherwise', 'fallback', 'outcome', 'forbids'),
    ...own('onReject', 'resume', 'same', 'self', 'onFail', 'result', 'message', 'wait', 'script', 'sub', 'webhook'),
    ...own('deadline'),
    fields: 'access',
  },
  edge: { ...own('name', 'from', 'to', 'when'), default: 'otherwiseBranch' },
};

/** What one setting of a thing is called. */
export function labelOf({ kind }: Pick<Thing, 'kind'>, aspect: string): Label {
  if (aspect === '') return { key: 'whole' };
  if (aspect === 'order') return { key: 'order' };
  const [first = '', second = '', ...rest] = aspect.split('.');
  const last = aspect.split('.').at(-1);
  const language = last === 'en' || last === 'zh-CN' ? last : undefined;
  if (kind === 'field' && first === 'section') return { key: 'place' };
  if (kind === 'block' && first === 'section') return { key: 'place' };
  if (kind === 'schema') return { key: 'between' };
  if (kind === 'script' && first !== 'sets' && first !== 'needs') return { key: 'scriptText' };
  if (kind === 'node' && first === 'fields') return { key: 'access', field: aspect.slice('fields.'.length) };
  if (kind === 'field' && first === 'schema') {
    const key = second === 'items' ? (rest[0] ?? '') : second;
    const known = rest.length === 0 || second === 'items' ? schemaKeys[key] : undefined;
    return { key: known ?? 'rest' };
  }
  if (kind === 'field' && first === 'layout') {
    if (second === 'options' && rest.length > 0 && language)
      return { key: 'option', option: rest.slice(0, -1).join('.'), language };
    return { key: lookKeys[second] ?? 'setting', language };
  }
  return { key: keysOf[kind][first] ?? 'setting', language };
}
