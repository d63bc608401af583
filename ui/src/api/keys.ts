import type { InstanceFilter } from './calls';

/** Names of cached answers. A shorter name is a prefix of the longer ones, so it invalidates them all. */
export const keys = {
  session: ['session'] as const,
  demo: ['demo'] as const,
  company: ['company'] as const,
  apps: ['apps'] as const,
  app: (app: string) => ['apps', app] as const,
  revision: (app: string, n: number) => ['apps', app, 'revisions', n] as const,
  drafts: ['drafts'] as const,
  draft: (app: string, id: string) => ['drafts', app, id] as const,
  instances: ['instances'] as const,
  instanceLists: ['instances', 'list'] as const,
  instanceList: (filter: InstanceFilter, limit: number) => ['instances', 'list', filter, limit] as const,
  instance: (id: string) => ['instances', 'one', id] as const,
  inbox: ['inbox'] as const,
  notices: ['notices'] as const,
  people: (q: string) => ['people', 'search', q] as const,
  peopleById: (ids: string[]) => ['people', 'ids', ...ids] as const,
  roles: ['roles'] as const,
  contract: ['contract'] as const,
  errors: ['errors'] as const,
  system: ['system'] as const,
  templates: ['studio', 'templates'] as const,
  studioApps: ['studio', 'apps'] as const,
  studioDraft: (app: string) => ['studio', 'apps', app, 'draft'] as const,
  revisions: (app: string) => ['studio', 'apps', app, 'revisions'] as const,
};
