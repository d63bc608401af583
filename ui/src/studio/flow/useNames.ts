import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Assignee, api, keys, type Person, type Role } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { useApp } from '../designer/context';
import { fieldAt } from '../model/fields';

/** The roles of the company. */
export function useRoles(): Role[] {
  const roles = useQuery({
    queryKey: keys.roles,
    queryFn: ({ signal }) => api.roles(signal),
    staleTime: 300_000,
  });
  return roles.data?.items ?? none;
}
const none: never[] = [];

/** The people with these ids, as far as the directory knows them. */
export function usePeople(ids: readonly string[]): Map<string, Person> {
  const wanted = [...new Set(ids)].sort();
  const people = useQuery({
    queryKey: keys.peopleById(wanted),
    queryFn: ({ signal }) => api.peopleById(wanted, signal),
    enabled: wanted.length > 0,
    staleTime: 300_000,
    placeholderData: (before) => before,
  });
  return useMemo(() => new Map((people.data?.items ?? []).map((person) => [person.id, person])), [people.data]);
}

/**
 * Says in words who acts at a step: "Direct manager of the initiator". Empty while nobody is chosen. Of
 * several, any one approves, but all are informed.
 */
export function useWho(): (assignee: Assignee | undefined, all: boolean) => string {
  const { t } = useTranslation('studio');
  const words = useWords();
  const language = useLanguage();
  const app = useApp();
  const roles = useRoles();
  const people = usePeople(app.flow.nodes.flatMap((node) => node.assignee?.people ?? []));
  return useCallback(
    (assignee, all) => {
      switch (assignee?.kind) {
        case 'script':
          return t('who.script');
        case 'initiator':
          return t('who.initiator');
        case 'manager':
          return (assignee.level || 1) === 1
            ? t('who.directManager')
            : t('who.higherManager', { level: assignee.level });
        case 'managerChain': {
          if (assignee.role) {
            const role = roles.find((each) => each.id === assignee.role);
            return t('who.chainRole', { role: words(role?.name) || assignee.role });
          }
          return assignee.level ? t('who.chainLevels', { count: assignee.level }) : t('who.chain');
        }
        case 'departmentHead':
          return assignee.level ? t('who.headUp', { count: assignee.level }) : t('who.departmentHead');
        case 'role': {
          if (!assignee.role) return '';
          const role = roles.find((each) => each.id === assignee.role);
          const key = assignee.branch
            ? all
              ? 'who.roleBranchAll'
              : 'who.roleBranch'
            : all
              ? 'who.roleAll'
              : 'who.role';
          return t(key, { role: words(role?.name) || assignee.role });
        }
        case 'people': {
          const names = (assignee.people ?? []).map((id) => words(people.get(id)?.name) || '…');
          return new Intl.ListFormat(language, { type: all ? 'conjunction' : 'disjunction' }).format(names);
        }
        case 'field': {
          const field = assignee.field ? fieldAt(app, assignee.field) : undefined;
          return field ? t('who.field', { field: words(field.layout.title) || field.id }) : '';
        }
        default:
          return '';
      }
    },
    [t, words, language, app, roles, people],
  );
}

/** What people call a field, or an end of a range of dates: "period.start". */
export function useFieldTitle(): (path: string) => string {
  const { t } = useTranslation('time');
  const words = useWords();
  const app = useApp();
  return (path) => {
    const [id = path, end] = path.split('.');
    const field = fieldAt(app, id);
    const title = words(field?.layout.title) || id;
    return end === 'start' || end === 'end' ? t(`field.${end}`, { title }) : title;
  };
}
