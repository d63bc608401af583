import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Assignee, api, keys, type Person, type Role } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { useApp } from '../designer/context';
import { fieldAt } from '../model/fields';
import { useDepartments } from './useDepartments';

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
  const { t } = useTranslation(['studio', 'assignees']);
  const words = useWords();
  const language = useLanguage();
  const app = useApp();
  const roles = useRoles();
  const departments = useDepartments();
  const people = usePeople(
    app.flow.nodes.flatMap((node) => [node.assignee, ...(node.otherwise ?? [])].flatMap((each) => each?.people ?? [])),
  );
  return useCallback(
    (assignee, all) => {
      const namesOf = (ids: readonly string[]) =>
        new Intl.ListFormat(language, { type: all ? 'conjunction' : 'disjunction' }).format(
          ids.map((id) => words(people.get(id)?.name) || '…'),
        );
      const department =
        assignee?.department &&
        (words(departments?.get(assignee.department)?.name) || (departments ? t('assignees:who.gone') : '…'));
      const roleName = words(roles.find((each) => each.id === assignee?.role)?.name) || assignee?.role || '';
      if (assignee?.department === '') return '';
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
          if (department) {
            return assignee.level
              ? t('assignees:who.headAbove', { department, count: assignee.level })
              : t('assignees:who.headOf', { department });
          }
          if (assignee.field) {
            const field = words(fieldAt(app, assignee.field)?.layout.title) || assignee.field;
            return assignee.level
              ? t('assignees:who.headFieldAbove', { field, count: assignee.level })
              : t('assignees:who.headField', { field });
          }
          return assignee.level ? t('who.headUp', { count: assignee.level }) : t('who.departmentHead');
        case 'role': {
          if (!assignee.role) return '';
          if (department)
            return t(all ? 'assignees:who.roleInAll' : 'assignees:who.roleIn', { role: roleName, department });
          const key = assignee.branch
            ? all
              ? 'who.roleBranchAll'
              : 'who.roleBranch'
            : all
              ? 'who.roleAll'
              : 'who.role';
          return t(key, { role: roleName });
        }
        case 'chosen': {
          if (!assignee.by) return '';
          const chosen = t(assignee.by === 'initiator' ? 'assignees:who.byInitiator' : 'assignees:who.byApprover');
          if (assignee.people) {
            return assignee.people.length > 0
              ? t('assignees:who.fromPeople', { who: chosen, people: namesOf(assignee.people) })
              : '';
          }
          const ofRole =
            assignee.role === undefined
              ? chosen
              : assignee.role && t('assignees:who.fromRole', { who: chosen, role: roleName });
          return department && ofRole ? t('assignees:who.fromDepartment', { who: ofRole, department }) : ofRole;
        }
        case 'people':
          return namesOf(assignee.people ?? []);
        case 'field': {
          const field = assignee.field ? fieldAt(app, assignee.field) : undefined;
          if (!field) return '';
          const title = words(field.layout.title) || field.id;
          return assignee.field?.includes('.')
            ? t('assignees:who.eachRow', { field: title })
            : t('who.field', { field: title });
        }
        default:
          return '';
      }
    },
    [t, words, language, app, roles, departments, people],
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
