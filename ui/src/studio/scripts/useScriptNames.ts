import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import type { Name } from '../code/completion';
import { useApp } from '../designer/context';
import { type Field, fieldsOf } from '../model/fields';
import { isBlockKind } from '../model/kinds';
import { needsOf, splitKey } from '../model/scripts';

const rows: Readonly<Record<string, readonly Name[]>> = {
  people: [{ id: 'id' }, { id: 'name' }, { id: 'title' }, { id: 'dept' }],
  departments: [{ id: 'id' }, { id: 'name' }, { id: 'parent' }],
};

/** What scripts can name: the form's fields with their kinds and titles, and what ctx tells. */
export function useScriptNames(key: string): readonly Name[] {
  const { t } = useTranslation(['scripts', 'studio']);
  const words = useWords();
  const app = useApp();
  const [group, name] = splitKey(key);
  return useMemo(() => {
    const named = (field: Field): Name[] => {
      if (isBlockKind(field.kind)) return [];
      const kind = t(`studio:kind.${field.kind}`);
      const title = words(field.layout.title);
      return [{ id: field.id, detail: title ? t('scripts:names.field', { kind, title }) : kind, ...within(field) }];
    };
    const within = (field: Field): Partial<Name> => {
      if (field.kind === 'table') return { row: field.columns.flatMap(named) };
      return field.kind === 'dateRange' ? { names: partsOf(field) } : {};
    };
    const partsOf = ({ schema }: Field): Name[] => {
      const { properties } = schema;
      return properties !== null && typeof properties === 'object' ? Object.keys(properties).map((id) => ({ id })) : [];
    };
    const ctx: Name[] = [
      { id: 'today', detail: t('scripts:names.today') },
      { id: 'language', detail: t('scripts:names.language') },
      {
        id: 'initiator',
        detail: t('scripts:names.initiator'),
        names: [
          { id: 'id', detail: t('scripts:names.id') },
          { id: 'name', detail: t('scripts:names.name') },
          { id: 'dept', detail: t('scripts:names.dept') },
          { id: 'roles', detail: t('scripts:names.roles') },
        ],
      },
    ];
    if (group === 'flow') {
      ctx.push(
        { id: 'no', detail: t('scripts:names.no') },
        { id: 'step', detail: t('scripts:names.step') },
        {
          id: 'steps',
          detail: t('scripts:names.steps'),
          row: [{ id: 'node' }, { id: 'by' }, { id: 'action' }],
        },
      );
    }
    const columns = fieldsOf(app).flatMap((field) => {
      const own = field.columns.some(({ layout }) => group === 'options' && layout.source?.script === name);
      return own ? field.columns.flatMap(named) : [];
    });
    if (columns.length > 0) {
      ctx.push(
        { id: 'row', detail: t('scripts:names.row'), names: columns },
        { id: 'index', detail: t('scripts:names.index') },
      );
    }
    for (const need of needsOf(app, key)) {
      const known = (['people', 'departments', 'calendar'] as const).find((each) => each === need);
      if (known) ctx.push({ id: known, detail: t(`scripts:names.${known}`), row: rows[known] });
    }
    const lists = needsOf(app, key).flatMap((need) => (need.startsWith('lists.') ? [{ id: need.slice(6) }] : []));
    if (lists.length > 0) ctx.push({ id: 'lists', detail: t('scripts:names.lists'), names: lists });
    return [
      { id: 'form', names: fieldsOf(app).flatMap(named) },
      { id: 'ctx', names: ctx },
    ];
  }, [app, key, group, name, t, words]);
}
