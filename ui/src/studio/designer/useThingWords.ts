import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { App, Text } from '../../api';
import { useLanguage, wordsIn } from '../../i18n/words';
import { fieldAt } from '../model/fields';
import type { Conflict, Thing } from '../model/merge/merge';
import { isRecord } from '../model/merge/same';

const aspects = [
  'title',
  'help',
  'placeholder',
  'options',
  'widget',
  'required',
  'schema',
  'layout',
  'name',
  'when',
  'then',
  'assignee',
  'fields',
  'deadline',
  'section',
  'path',
  'columns',
  'enabled',
  'description',
  'icon',
  'color',
  'number',
  'summary',
  'message',
  'text',
] as const;
type Aspect = (typeof aspects)[number];

const isText = (value: unknown): value is Text =>
  isRecord(value) &&
  Object.keys(value).length > 0 &&
  Object.keys(value).every((key) => key === 'en' || key === 'zh-CN');

/** Words the parts of an app that two people have changed, and what each made of them. */
export function useThingWords() {
  const { t } = useTranslation('studio');
  const language = useLanguage();

  const nameIn = useCallback(
    (app: App, { kind, id }: Thing): string => {
      const titleOf = (path: string) => wordsIn(fieldAt(app, path)?.layout.title, language);
      switch (kind) {
        case 'field': {
          const [table = ''] = id.split('.');
          const title = titleOf(id);
          return title && id.includes('.') ? `${titleOf(table)} › ${title}` : title;
        }
        case 'block':
          return titleOf(id);
        case 'section':
          return wordsIn(app.form.layout.sections.find((each) => each.id === id)?.title, language);
        case 'tab':
          return wordsIn(app.form.layout.tabs?.find((each) => each.id === id)?.title, language);
        case 'rule':
          return wordsIn(app.rules.find((each) => each.id === id)?.name, language);
        case 'node':
          return wordsIn(app.flow.nodes.find((each) => each.id === id)?.name, language);
        case 'edge':
          return wordsIn(app.flow.edges.find((each) => each.id === id)?.name, language);
        default:
          return '';
      }
    },
    [language],
  );

  /** “Field Days”, by the first of the apps that has it. */
  const thing = useCallback(
    (what: Thing, ...apps: App[]): string => {
      const name = apps.map((app) => nameIn(app, what)).find((each) => each !== '');
      const kind = t(`mergeThing.${what.kind}`);
      return name ? t('stale.thing', { kind, name }) : kind;
    },
    [nameIn, t],
  );

  /** “Title · English”. */
  const aspect = useCallback(
    ({ aspect: of }: Conflict): string => {
      if (of === '') return t('mergeAspect.whole');
      const parts = of.split('.');
      const known = (part: string): part is Aspect => (aspects as readonly string[]).includes(part);
      const first = parts.find((part) => known(part) && part !== 'layout') ?? parts.find(known);
      const label = first && known(first) ? t(`mergeAspect.${first}`) : t('mergeAspect.other');
      const last = parts.at(-1);
      if (last === 'en' || last === 'zh-CN') return `${label} · ${t(`inspector.languageName.${last}`)}`;
      return first === 'schema' && parts.length > 1 ? `${label} · ${parts.slice(1).join('.')}` : label;
    },
    [t],
  );

  const value = useCallback(
    (conflict: Conflict, side: 'mine' | 'theirs', app: App): string => {
      const found = conflict[side];
      if (conflict.aspect === '') return t(found === undefined ? 'stale.removed' : 'stale.changed');
      if (found === undefined || found === '') return t('stale.empty');
      if (conflict.aspect === 'section') return nameIn(app, { kind: 'section', id: String(found) }) || String(found);
      if (typeof found === 'boolean') return t(found ? 'stale.yes' : 'stale.no');
      if (isText(found)) return wordsIn(found, language);
      if (
        Array.isArray(found) &&
        found.every((each) => isText(each) || typeof each === 'string' || each === undefined)
      ) {
        return found.map((each) => (isText(each) ? wordsIn(each, language) : (each ?? ''))).join(' → ');
      }
      const text = typeof found === 'object' ? JSON.stringify(found) : String(found);
      return text.length > 300 ? `${text.slice(0, 300)}…` : text;
    },
    [nameIn, language, t],
  );

  return { thing, aspect, value };
}
