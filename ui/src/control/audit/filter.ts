import dayjs from 'dayjs';
import type { AuditFilter } from '../../api';

/** The filters as the address holds them: ids, and days as `YYYY-MM-DD` of which the last is included. */
export const filterKeys = ['person', 'action', 'object', 'from', 'to'] as const;
export type FilterKey = (typeof filterKeys)[number];
export type Chosen = Partial<Record<FilterKey, string>>;

export function chosenOf(search: URLSearchParams): Chosen {
  const chosen: Chosen = {};
  for (const key of filterKeys) {
    const value = search.get(key);
    if (value) chosen[key] = value;
  }
  return chosen;
}

/** What the API is asked for: days are the reader's own. */
export function filterOf({ person, action, object, from, to }: Chosen): AuditFilter {
  const start = from ? dayjs(from) : undefined;
  const end = to ? dayjs(to).add(1, 'day') : undefined;
  return {
    person,
    action,
    object,
    from: start?.isValid() ? start.valueOf() : undefined,
    to: end?.isValid() ? end.valueOf() : undefined,
  };
}

/** The actions that can be asked for, in groups. What happened to a request is found by its object. */
export const actionGroups = {
  people: [
    'person.added',
    'person.changed',
    'person.left',
    'person.returned',
    'person.passwordSet',
    'person.linkMade',
    'person.absenceChanged',
    'department.added',
    'department.changed',
    'department.removed',
    'directory.imported',
  ],
  access: [
    'session.opened',
    'session.ended',
    'session.expired',
    'login.failed',
    'access.refused',
    'token.created',
    'token.revoked',
  ],
  apps: [
    'app.installed',
    'app.published',
    'draft.added',
    'draft.saved',
    'webhook.secretMade',
    'webhook.secretRenewed',
    'file.uploaded',
    'file.removed',
  ],
  site: ['company.setUp', 'company.changed', 'policy.activated', 'policy.refused', 'record.exported', 'record.erased'],
} as const;
