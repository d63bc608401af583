import { call, callForFile } from './http';
import type {
  Account,
  DirectoryDepartment,
  DirectoryPerson,
  DirectoryRole,
  ImportReport,
  Language,
  Leaving,
  Left,
  NewLink,
  OpenedLink,
  Page,
  PersonStatus,
  Session,
  Text,
} from './types';

type Signal = AbortSignal | undefined;
const at = encodeURIComponent;

export interface PeopleFilter {
  q?: string;
  /** In this department or one below it. */
  department?: string;
  status?: PersonStatus;
}

/** What a form about a person fills in. */
export interface PersonFields {
  name: Text;
  email: string;
  title: Text;
  department: string;
  manager: string;
  roles: string[];
  language: Language;
}

interface DepartmentFields {
  name: Text;
  parent: string;
  lead: string;
}

/** The endpoints of the directory, of one-time links and of the own account. */
export const directory = {
  departments: (signal?: Signal) => call<{ items: DirectoryDepartment[] }>('GET', '/directory/departments', { signal }),
  addDepartment: (fields: DepartmentFields & { code: string }) =>
    call<DirectoryDepartment>('POST', '/directory/departments', { body: fields }),
  editDepartment: (id: string, fields: DepartmentFields & { rev: number }) =>
    call<DirectoryDepartment>('PUT', `/directory/departments/${at(id)}`, { body: fields }),
  removeDepartment: (id: string, rev: number) =>
    call<void>('DELETE', `/directory/departments/${at(id)}`, { query: { rev } }),

  roles: (signal?: Signal) => call<{ items: DirectoryRole[] }>('GET', '/directory/roles', { signal }),
  people: (filter: PeopleFilter, cursor: string, signal?: Signal) =>
    call<Page<DirectoryPerson>>('GET', '/directory/people', { query: { ...filter, cursor, limit: 50 }, signal }),
  person: (id: string, signal?: Signal) => call<DirectoryPerson>('GET', `/directory/people/${at(id)}`, { signal }),
  addPerson: (fields: PersonFields & { login: string }) =>
    call<DirectoryPerson>('POST', '/directory/people', { body: fields }),
  editPerson: (id: string, fields: PersonFields & { rev: number }) =>
    call<DirectoryPerson>('PUT', `/directory/people/${at(id)}`, { body: fields }),
  mailLink: (id: string) =>
    call<{ address: string; expiresAt: number }>('POST', `/directory/people/${at(id)}/link/mail`),
  makeLink: (id: string) => call<NewLink>('POST', `/directory/people/${at(id)}/link`),
  leaving: (id: string, signal?: Signal) => call<Leaving>('GET', `/directory/people/${at(id)}/leaving`, { signal }),
  leave: (id: string, rev: number, successor: string) =>
    call<Left>('POST', `/directory/people/${at(id)}/leaving`, { body: { rev, successor } }),
  comeBack: (id: string, fields: { rev: number; department: string; manager: string; roles: string[] }) =>
    call<DirectoryPerson>('POST', `/directory/people/${at(id)}/return`, { body: fields }),
  /** Looks at a file, or, with the plan of the look that was confirmed, imports it. */
  importFile: (file: Blob, plan?: string) => call<ImportReport>('POST', '/directory/import', { file, query: { plan } }),

  /** All problems of a file, as a file to mend it by. */
  problemsFile: (file: Blob) => callForFile('POST', '/directory/import', { file, query: { report: 'csv' } }),
  exportFile: (format: 'csv' | 'xlsx') => callForFile('GET', '/directory/export', { query: { format } }),
  templateFile: (format: 'csv' | 'xlsx') => callForFile('GET', '/directory/template', { query: { format } }),

  openLink: (token: string) => call<OpenedLink>('POST', '/links', { body: { token } }),
  setPassword: (token: string, password: string) =>
    call<Session>('POST', '/links/password', { body: { token, password } }),

  account: (signal?: Signal) => call<Account>('GET', '/account', { signal }),
  changePassword: (old: string, next: string) =>
    call<Session>('PUT', '/account/password', { body: { old, new: next } }),
  endSession: (id: string) => call<Account>('DELETE', `/account/sessions/${at(id)}`),
  endOtherSessions: () => call<Account>('DELETE', '/account/sessions'),
  revokeToken: (id: string) => call<Account>('DELETE', `/account/tokens/${at(id)}`),
};

/** Names of cached answers about the directory and the own account. */
export const directoryKeys = {
  all: ['directory'] as const,
  departments: ['directory', 'departments'] as const,
  roles: ['directory', 'roles'] as const,
  people: (filter: PeopleFilter) => ['directory', 'people', filter] as const,
  person: (id: string) => ['directory', 'person', id] as const,
  leaving: (id: string) => ['directory', 'leaving', id] as const,
  account: ['account'] as const,
};
