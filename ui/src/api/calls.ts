import { call } from './http';
import type {
  App,
  Comparison,
  ImportedApp,
  ImportedSchema,
  Installed,
  Published,
  RevisionRow,
  SavedStudioDraft,
  ScriptTrial,
  ScriptTried,
  StudioApp,
  StudioDraft,
  StudioPresence,
  Template,
} from './studioTypes';
import type {
  AppCard,
  AppDetail,
  Choices,
  Company,
  CompanyInput,
  DecisionAction,
  DemoPerson,
  DemoRole,
  DepartmentChoice,
  Draft,
  DraftRow,
  ErrorList,
  FailedStep,
  FormValues,
  InboxItem,
  Instance,
  InstanceStatus,
  Language,
  MailStatus,
  Me,
  NoticeChoices,
  NoticeList,
  Offer,
  Option,
  Page,
  Person,
  Preview,
  Receipt,
  Resumption,
  Role,
  Row,
  Session,
  SetUp,
  System,
  TaskAction,
  Text,
  Urge,
  WebhookCall,
  WebhookSecret,
  WebhookTried,
} from './types';

type Signal = AbortSignal | undefined;
const at = encodeURIComponent;

export interface InstanceFilter {
  scope: 'mine' | 'part';
  status?: InstanceStatus;
  app?: string;
}

/** Every endpoint of the HTTP API, one function each. */
export const api = {
  session: (signal?: Signal) => call<Session>('GET', '/session', { signal }),
  logIn: (login: string, password: string) => call<Session>('POST', '/session', { body: { login, password } }),
  logOut: () => call<void>('DELETE', '/session'),
  setLanguage: (language: Language) => call<Me>('PUT', '/session/language', { body: { language } }),
  demo: (signal?: Signal) => call<{ people: DemoPerson[] }>('GET', '/demo', { signal }),
  enterAs: (as: DemoRole) => call<Session>('POST', '/demo/session', { body: { as } }),

  setupState: (signal?: Signal) => call<{ open: boolean }>('GET', '/setup', { signal }),
  setUp: (input: SetUp) => call<Session>('POST', '/setup', { body: input }),
  company: (signal?: Signal) => call<Company>('GET', '/company', { signal }),
  failures: (cursor: string, limit: number, signal?: Signal) =>
    call<Page<FailedStep>>('GET', '/failures', { query: { cursor, limit }, signal }),
  webhookSecret: (app: string, url: string, signal?: Signal) =>
    call<WebhookSecret>('GET', `/studio/apps/${at(app)}/webhook`, { query: { url }, signal }),
  renewWebhookSecret: (app: string, url: string) =>
    call<WebhookSecret>('POST', `/studio/apps/${at(app)}/webhook/secret`, { body: { url } }),
  tryWebhook: (app: string, body: WebhookCall) =>
    call<WebhookTried>('POST', `/studio/apps/${at(app)}/webhook/test`, { body }),
  tryScript: (app: string, body: ScriptTrial) =>
    call<ScriptTried>('POST', `/studio/apps/${at(app)}/try-script`, { body }),
  mailStatus: (signal?: Signal) => call<MailStatus>('GET', '/company/mail', { signal }),
  testMail: (to: string) => call<void>('POST', '/company/mail/test', { body: { to } }),
  retryMail: () => call<{ retried: number }>('POST', '/company/mail/retry'),
  saveCompany: (rev: number, input: CompanyInput) => call<Company>('PUT', '/company', { body: { rev, ...input } }),

  apps: (signal?: Signal) => call<{ items: AppCard[] }>('GET', '/apps', { signal }),
  app: (app: string, signal?: Signal) => call<AppDetail>('GET', `/apps/${at(app)}`, { signal }),
  revision: (app: string, n: number, signal?: Signal) =>
    call<AppDetail>('GET', `/apps/${at(app)}/revisions/${n}`, { signal }),
  options: (app: string, body: { field: string; form: FormValues; task?: string; row?: number }, signal?: Signal) =>
    call<{ items: Option[] }>('POST', `/apps/${at(app)}/options`, { body, signal }),
  preview: (app: string, form: FormValues, choices: Choices | undefined, signal?: Signal) =>
    call<Preview>('POST', `/apps/${at(app)}/preview`, { body: { form, choices }, signal }),
  previewTask: (task: string, form: FormValues, signal?: Signal) =>
    call<Preview>('POST', `/tasks/${at(task)}/preview`, { body: { form }, signal }),
  submit: (app: string, body: { form: FormValues; draft?: string; choices?: Choices }, idempotencyKey: string) =>
    call<Receipt>('POST', `/apps/${at(app)}/instances`, {
      body,
      idempotencyKey,
    }),

  drafts: (signal?: Signal) => call<{ items: DraftRow[] }>('GET', '/drafts', { signal }),
  draft: (app: string, id: string, signal?: Signal) =>
    call<Draft>('GET', `/apps/${at(app)}/drafts/${at(id)}`, { signal }),
  saveDraft: (app: string, id: string, body: { rev: number; form: FormValues; choices?: Choices }) =>
    call<Draft>('PUT', `/apps/${at(app)}/drafts/${at(id)}`, { body }),
  deleteDraft: (app: string, id: string) => call<void>('DELETE', `/apps/${at(app)}/drafts/${at(id)}`),
  deleteFile: (id: string) => call<void>('DELETE', `/files/${at(id)}`),

  instance: (id: string, signal?: Signal) => call<Instance>('GET', `/instances/${at(id)}`, { signal }),
  instances: (filter: InstanceFilter, cursor: string, limit: number, signal?: Signal) =>
    call<Page<Row>>('GET', '/instances', { query: { ...filter, cursor, limit }, signal }),
  urge: (id: string) => call<Urge>('POST', `/instances/${at(id)}/urge`),
  inbox: (cursor: string, limit: number, signal?: Signal) =>
    call<Page<InboxItem>>('GET', '/inbox', { query: { cursor, limit }, signal }),
  decide: (
    task: string,
    decision: {
      action: DecisionAction;
      comment: string;
      form?: FormValues;
      to?: string;
      resume?: Resumption;
      choices?: Choices;
    },
    idempotencyKey: string,
  ) => call<Receipt>('POST', `/tasks/${at(task)}/decisions`, { body: decision, idempotencyKey }),
  act: (
    task: string,
    body: { action: TaskAction; to?: string[]; where?: 'before' | 'after' | 'beside'; comment?: string },
    idempotencyKey: string,
  ) => call<Receipt>('POST', `/tasks/${at(task)}/actions`, { body, idempotencyKey }),
  withdraw: (id: string, body: { redo: boolean; comment?: string }, idempotencyKey: string) =>
    call<Receipt>('POST', `/instances/${at(id)}/withdrawal`, { body, idempotencyKey }),
  copyTo: (id: string, body: { to: string[]; comment?: string }, idempotencyKey: string) =>
    call<Receipt>('POST', `/instances/${at(id)}/copies`, { body, idempotencyKey }),
  comment: (id: string, body: { text: string; mentions?: string[] }, idempotencyKey: string) =>
    call<Receipt>('POST', `/instances/${at(id)}/comments`, { body, idempotencyKey }),
  intervene: (
    id: string,
    body: {
      action: Offer['action'];
      reason: string;
      task?: string;
      to?: string;
      node?: string;
      status?: InstanceStatus;
      errand?: string;
    },
    idempotencyKey: string,
  ) => call<Receipt>('POST', `/instances/${at(id)}/interventions`, { body, idempotencyKey }),

  notices: (cursor: string, limit: number, signal?: Signal) =>
    call<NoticeList>('GET', '/notices', { query: { cursor, limit }, signal }),
  readNotices: () => call<void>('POST', '/notices/read'),
  noticeChoices: (signal?: Signal) => call<NoticeChoices>('GET', '/notices/choices', { signal }),
  chooseNotices: (mail: NoticeChoices['mail']) => call<NoticeChoices>('PUT', '/notices/choices', { body: { mail } }),
  readNotice: (id: string) => call<void>('POST', `/notices/${at(id)}/read`),

  people: (q: string, signal?: Signal) => call<{ items: Person[] }>('GET', '/people', { query: { q }, signal }),
  peopleById: (ids: string[], signal?: Signal) =>
    call<{ items: Person[] }>('GET', '/people', { query: { ids: ids.join(',') }, signal }),
  roles: (signal?: Signal) => call<{ items: Role[] }>('GET', '/roles', { signal }),
  departments: (signal?: Signal) => call<{ items: DepartmentChoice[] }>('GET', '/departments', { signal }),

  /** The OpenAPI document; whoever draws it says which part of it they read. */
  contract: <T>(signal?: Signal) => call<T>('GET', '/openapi.json', { signal }),
  errors: (signal?: Signal) => call<ErrorList>('GET', '/errors', { signal }),

  system: (signal?: Signal) => call<System>('GET', '/system', { signal }),

  studioApps: (signal?: Signal) => call<{ items: StudioApp[] }>('GET', '/studio/apps', { signal }),
  createApp: (name: Text, idempotencyKey: string) =>
    call<{ app: string; name: Text }>('POST', '/studio/apps', { body: { name }, idempotencyKey }),
  studioDraft: (app: string, signal?: Signal) => call<StudioDraft>('GET', `/studio/apps/${at(app)}/draft`, { signal }),
  saveStudioDraft: (app: string, rev: number, definition: App) =>
    call<SavedStudioDraft>('PUT', `/studio/apps/${at(app)}/draft`, { body: { rev, app: definition } }),
  present: (app: string, signal?: Signal) =>
    call<StudioPresence>('PUT', `/studio/apps/${at(app)}/presence`, { signal }),
  importSchema: (app: string, text: string) =>
    call<ImportedSchema>('POST', `/studio/apps/${at(app)}/import-schema`, { body: { text } }),
  exportSchema: (app: string) => call<{ schema: Record<string, unknown> }>('GET', `/studio/apps/${at(app)}/schema`),
  importApp: (app: unknown, idempotencyKey: string) =>
    call<ImportedApp>('POST', '/studio/apps/import', { body: { app }, idempotencyKey }),
  publish: (app: string, rev: number, note: string) =>
    call<Published>('POST', `/studio/apps/${at(app)}/publish`, { body: { rev, note } }),
  /** What changed from one revision of an app to another; `draft` stands for its draft. */
  compare: (app: string, from: string, to: string, signal?: Signal) =>
    call<Comparison>('GET', `/studio/apps/${at(app)}/changes?${new URLSearchParams({ from, to })}`, { signal }),
  revisions: (app: string, signal?: Signal) =>
    call<{ items: RevisionRow[] }>('GET', `/studio/apps/${at(app)}/revisions`, { signal }),
  templates: (signal?: Signal) => call<{ items: Template[] }>('GET', '/studio/templates', { signal }),
  installTemplate: (template: string) => call<Installed>('POST', `/studio/templates/${at(template)}`),
};
