import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Branch, listKeys, lists, type OptionSource, type RuleAction, type Text } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { useConditionWords } from '../condition/useConditionWords';
import { useApp } from '../designer/context';
import type { Thing } from '../model/merge/merge';
import { isRecord } from '../model/merge/same';
import { optionsOf } from '../model/options';
import { useActionWords, usePathTitle } from '../rules/useActionWords';
import { colors } from '../settings/colors';
import { useStepWords } from './useStepWords';

const isText = (value: unknown): value is Text =>
  isRecord(value) &&
  Object.keys(value).length > 0 &&
  Object.keys(value).every((key) => key === 'en' || key === 'zh-CN');

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const kinds: Readonly<Record<string, 'text' | 'number' | 'switch' | 'table' | 'email' | 'url' | 'date' | 'time'>> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'switch',
  array: 'table',
  email: 'email',
  uri: 'url',
  date: 'date',
  time: 'time',
};

/**
 * Says in the reader's words what is set somewhere in the app that is spoken of, as the tab says it where it is
 * set. Lines are parted by line breaks.
 */
export function useValueWords(): (thing: Thing, aspect: string, value: unknown) => string {
  const { t } = useTranslation(['changes', 'studio', 'scripts', 'files']);
  const words = useWords();
  const language = useLanguage();
  const app = useApp();
  const condition = useConditionWords();
  const action = useActionWords();
  const title = usePathTitle();
  const step = useStepWords();
  const shared = useQuery({
    queryKey: listKeys.all,
    queryFn: async ({ signal }) => (await lists.all(signal)).items,
    staleTime: 30_000,
  });
  const none = t('changes:value.none');

  const source = (value: OptionSource): string => {
    if (value.script !== undefined) return t('changes:value.listScript', { name: value.script });
    const name = words(shared.data?.find((each) => each.id === value.list)?.name) || value.list || '';
    return value.under
      ? t('changes:value.listUnder', { name, lead: title(value.under) })
      : t('changes:value.list', { name });
  };

  const branch = (path: string, each: Branch): string => {
    if (!each.children) {
      const option = optionsOf(app, path).find(({ value }) => value === each.value);
      return words(option?.words) || each.value || '';
    }
    return t('changes:value.group', {
      group: words(each.title),
      options: each.children.map((child) => branch(path, child)).join(t('studio:who.and')),
    });
  };

  /** The things in an order, by name; `aspect` says of what. */
  const ordered = ({ kind, id }: Thing, aspect: string, ids: string[]): string[] => {
    if (aspect === 'order') {
      const called: Readonly<Record<string, readonly { id: string; name?: Text; title?: Text }[]>> = {
        rule: app.rules,
        section: app.form.layout.sections,
        tab: app.form.layout.tabs ?? [],
        node: app.flow.edges.map((edge) => ({
          ...edge,
          name: words(edge.name) ? edge.name : app.flow.nodes.find((node) => node.id === edge.to)?.name,
        })),
      };
      return ids.map((each) => {
        const found = called[kind]?.find((one) => one.id === each);
        return words(found?.name ?? found?.title) || each;
      });
    }
    if (aspect === 'layout.columns') return ids.map((each) => title(`${id}.${each}`).split(' › ').at(-1) ?? each);
    if (aspect.endsWith('enum')) {
      const options = new Map(optionsOf(app, id).map((option) => [option.value, words(option.words)]));
      return ids.map((each) => options.get(each) || each);
    }
    return ids.map((each) => title(each));
  };

  const text = (value: unknown): string => {
    if (value === undefined || value === null) return none;
    if (value === '') return t('changes:value.empty');
    if (typeof value === 'boolean') return t(value ? 'changes:value.yes' : 'changes:value.no');
    if (typeof value === 'number') return new Intl.NumberFormat(language, { maximumFractionDigits: 20 }).format(value);
    if (typeof value === 'string') return value;
    if (isText(value)) return words(value);
    if (Array.isArray(value)) return value.length > 0 ? value.map(text).join('\n') : none;
    if (isRecord(value) && Object.keys(value).length === 0) return t('changes:value.nothingFixed');
    const written = JSON.stringify(value);
    return t('changes:value.other', { text: written.length > 160 ? `${written.slice(0, 160)}…` : written });
  };

  const field = (thing: Thing, aspect: string, value: unknown): string => {
    const [part, key = '', ...rest] = aspect.split('.');
    const last = rest.at(-1) ?? key;
    if (part === 'required') return text(value === true);
    if (part === 'section') return words(app.form.layout.sections.find(({ id }) => id === value)?.title) || text(value);
    if (key === 'columns' || last === 'enum') return ordered(thing, aspect, names(value)).join('\n') || none;
    if (part === 'layout' && key === 'source' && isRecord(value)) return source(value as OptionSource);
    if (part === 'layout' && key === 'tree' && Array.isArray(value))
      return (value as Branch[]).map((each) => branch(thing.id, each)).join('\n');
    if (part === 'layout' && key === 'accept')
      return (
        names(value)
          .map((type) => t(`files:type.${type as 'image'}`))
          .join('\n') || none
      );
    if (part === 'layout' && key === 'widget' && typeof value === 'string')
      return t(`changes:widget.${value as 'text'}`);
    if (part === 'schema' && (key === 'type' || key === 'format') && typeof value === 'string') {
      const known = kinds[value];
      return known ? t(`studio:kind.${known}`) : value;
    }
    const option = optionsOf(app, thing.id).find((each) => each.value === value);
    return option ? words(option.words) || text(value) : text(value);
  };

  return (thing, aspect, value) => {
    const [first = ''] = aspect.split('.');
    if (aspect === 'order') return ordered(thing, aspect, names(value)).join('\n') || none;
    switch (thing.kind) {
      case 'field':
      case 'block':
        return field(thing, aspect, value);
      case 'rule':
        if (first === 'when') return value === undefined ? t('studio:rules.always') : condition(value);
        if (first === 'then') return ((value ?? []) as RuleAction[]).map(action).join('\n') || none;
        return text(value);
      case 'section':
        if (first === 'fields') return ordered(thing, aspect, names(value)).join('\n') || none;
        if (first === 'columns') return t('changes:value.columns', { count: Number(value ?? 1) });
        if (first === 'tab') return words(app.form.layout.tabs?.find(({ id }) => id === value)?.title) || text(value);
        return text(value);
      case 'edge':
        if (first === 'when' && value !== undefined) return condition(value);
        if (first === 'default') return text(value === true);
        return step(thing.id, aspect, value) ?? text(value);
      case 'node':
        return step(thing.id, aspect, value) || text(value);
      case 'setting': {
        if (first === 'summary') return ordered(thing, aspect, names(value)).join('\n') || none;
        if (first === 'defaultLanguage' && (value === 'en' || value === 'zh-CN'))
          return t(`studio:inspector.languageName.${value}`);
        const color = (Object.keys(colors) as (keyof typeof colors)[]).find((each) => colors[each] === value);
        if (first === 'color' && color) return t(`studio:settings.colors.${color}`);
        if (first === 'icon' && typeof value === 'string') return t(`studio:settings.icons.${value as 'bank'}`);
        return text(value);
      }
      case 'script':
        if (first === 'sets') return names(value).map(title).join('\n') || none;
        if (first === 'needs')
          return (
            names(value)
              .map((need) =>
                need.startsWith('lists.')
                  ? t('scripts:need.list', { name: need.slice(6) })
                  : t(`scripts:need.${need as 'people'}`),
              )
              .join('\n') || none
          );
        return text(value);
      case 'flow':
        return Array.isArray(value) ? value.map((each) => words(each as Text)).join(' → ') : text(value);
      default:
        return text(value);
    }
  };
}
