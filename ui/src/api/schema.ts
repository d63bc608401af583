/**
 * The shapes that the HTTP API sends and takes, made from its OpenAPI document by `npm run types`.
 * Change the document (runtime/httpapi/openapi), not this file.
 */

/**
 * UTC milliseconds.
 */
export type Instant = number;
export type AbsenceState = 'upcoming' | 'now' | 'over';
export type Language = 'en' | 'zh-CN';
export type SpanUnit = 'minutes' | 'hours' | 'days' | 'workHours' | 'workDays';
export type FieldAccess = 'read' | 'edit' | 'hide';
export type NodeType =
  | 'start'
  | 'approval'
  | 'fillIn'
  | 'exclusive'
  | 'parallel'
  | 'inclusive'
  | 'join'
  | 'cc'
  | 'notify'
  | 'wait'
  | 'subflow'
  | 'webhook'
  | 'script'
  | 'end';
export type Widget =
  | 'text'
  | 'textarea'
  | 'number'
  | 'money'
  | 'percent'
  | 'rating'
  | 'duration'
  | 'select'
  | 'radio'
  | 'tree'
  | 'multiselect'
  | 'checkboxes'
  | 'switch'
  | 'date'
  | 'time'
  | 'dateTime'
  | 'dateRange'
  | 'table'
  | 'person'
  | 'persons'
  | 'department'
  | 'departments'
  | 'serial'
  | 'attachments'
  | 'images';
/**
 * Which days are not worked.
 */
export type DaySet = 'china' | 'weekends';
export type MailSecurity = 'tls' | 'starttls' | 'none';
/**
 * An IANA time zone such as Asia/Shanghai.
 */
export type Zone = string;
export type ControlSection = 'system' | 'directory' | 'lists' | 'company' | 'audit' | 'failures';
export type DecisionAction = 'approve' | 'reject' | 'complete' | 'return' | 'answer' | 'resubmit';
export type DemoRole = 'employee' | 'manager' | 'hr' | 'admin' | 'it';
export type LinkKind = 'invitation' | 'reset';
export type PersonStatus = 'active' | 'left';
export type Entrance = 'work' | 'studio' | 'control';
export type InstanceStatus = 'running' | 'approved' | 'rejected' | 'suspended' | 'withdrawn' | 'terminated';
export type ErrandKind = 'webhook' | 'case' | 'script';
export type ProblemCode =
  | 'absence.notFound'
  | 'account.wrongPassword'
  | 'app.invalid'
  | 'app.notFound'
  | 'app.undecodable'
  | 'audit.tooMany'
  | 'choices.invalid'
  | 'company.invalid'
  | 'company.stale'
  | 'department.inUse'
  | 'department.notFound'
  | 'directory.invalid'
  | 'directory.stale'
  | 'draft.notFound'
  | 'draft.stale'
  | 'errand.notFailed'
  | 'errand.sent'
  | 'events.full'
  | 'file.cutOff'
  | 'file.damaged'
  | 'file.empty'
  | 'file.heic'
  | 'file.inUse'
  | 'file.notFound'
  | 'file.range'
  | 'file.tooLarge'
  | 'file.tooMany'
  | 'file.type'
  | 'flow.loop'
  | 'flow.nobody'
  | 'flow.tooManyRows'
  | 'form.checkBusy'
  | 'form.checkFailed'
  | 'form.invalid'
  | 'form.optionsFailed'
  | 'import.changed'
  | 'import.tooLarge'
  | 'import.unreadable'
  | 'instance.ended'
  | 'instance.keyReused'
  | 'instance.notFound'
  | 'instance.reason'
  | 'instance.suspended'
  | 'instance.unchanged'
  | 'item.notFound'
  | 'link.ended'
  | 'list.importChanged'
  | 'list.invalid'
  | 'list.notFound'
  | 'list.stale'
  | 'list.used'
  | 'mail.address'
  | 'mail.certificate'
  | 'mail.late'
  | 'mail.login'
  | 'mail.noSite'
  | 'mail.notConfigured'
  | 'mail.recipient'
  | 'mail.refused'
  | 'mail.sender'
  | 'mail.timeout'
  | 'mail.unreachable'
  | 'notice.notFound'
  | 'permission.denied'
  | 'person.notFound'
  | 'request.csrf'
  | 'request.headTooLarge'
  | 'request.malformed'
  | 'request.method'
  | 'request.notFound'
  | 'request.origin'
  | 'request.parameter'
  | 'request.timeout'
  | 'request.tooLarge'
  | 'request.tooMany'
  | 'request.type'
  | 'request.unauthenticated'
  | 'request.unknownKey'
  | 'revision.notFound'
  | 'schema.unusable'
  | 'server.busy'
  | 'server.full'
  | 'server.internal'
  | 'server.sealed'
  | 'server.store'
  | 'server.unasked'
  | 'session.backoff'
  | 'session.wrong'
  | 'setup.done'
  | 'setup.invalid'
  | 'setup.link'
  | 'task.action'
  | 'task.decided'
  | 'task.delegated'
  | 'task.fieldClosed'
  | 'task.forbidden'
  | 'task.movedOn'
  | 'task.nobodys'
  | 'task.notClaimable'
  | 'task.notDelegated'
  | 'task.notFound'
  | 'task.notPassed'
  | 'task.others'
  | 'task.people'
  | 'task.resumeFixed'
  | 'task.settled'
  | 'task.signerTwice'
  | 'task.tooLate'
  | 'task.urgedLately'
  | 'task.waiting'
  | 'template.notFound';
export type NoticeKind =
  | 'task.assigned'
  | 'task.urged'
  | 'task.due'
  | 'task.overdue'
  | 'step.failed'
  | 'script.failed'
  | 'notice.given'
  | 'copy.sent'
  | 'comment.added'
  | 'instance.ended';
export type TaskAction =
  | 'approve'
  | 'reject'
  | 'complete'
  | 'return'
  | 'answer'
  | 'resubmit'
  | 'transfer'
  | 'delegate'
  | 'addSigners'
  | 'removeSigner'
  | 'claim'
  | 'release'
  | 'undo'
  | 'reclaim';
export type TaskStatus =
  'waiting' | 'open' | 'approved' | 'rejected' | 'completed' | 'cancelled' | 'returned' | 'resubmitted' | 'removed';
export type StepState =
  'done' | 'current' | 'upcoming' | 'undecided' | 'skipped' | 'rejected' | 'returned' | 'cancelled';
export type Resumption = 'choose' | 'returner' | 'walk';

/**
 * A time of being away. Acting is who acts then, or would: another than the stand-in where that one is away too.
 */
export interface Absence {
  acting?: PersonName;
  /**
   * The apps for which it holds; none means all.
   */
  apps: string[];
  from: Instant;
  id: string;
  reason?: string;
  standIn?: PersonName;
  state: AbsenceState;
  until: Instant;
  /**
   * Whether what waits when it begins goes to the stand-in too.
   */
  waiting: boolean;
}
export interface PersonName {
  id: string;
  name: Text;
}
/**
 * A wording in one or more languages.
 */
export interface Text {
  en?: string;
  'zh-CN'?: string;
  [k: string]: string | undefined;
}
export interface AbsenceFields {
  apps?: string[];
  from: Instant;
  reason?: string;
  standIn: string;
  until: Instant;
  waiting?: boolean;
}
export interface Absences {
  items: Absence[];
  /**
   * The absences of others in which the person is named.
   */
  standingIn: StandingIn[];
  /**
   * The time zone in which the dates of absences are counted.
   */
  zone: string;
}
export interface StandingIn {
  apps: string[];
  from: Instant;
  person?: PersonName;
  state: AbsenceState;
  until: Instant;
}
export interface Account {
  hasPassword: boolean;
  /**
   * How many characters a password needs.
   */
  minPassword: number;
  sessions: SessionRecord[];
  tokens: TokenRecord[];
}
export interface SessionRecord {
  createdAt: Instant;
  /**
   * Whether it is the one that asks.
   */
  current: boolean;
  endsAt: Instant;
  id: string;
  scheme: string;
  seenAt: Instant;
}
export interface TokenRecord {
  createdAt: Instant;
  id: string;
  name: string;
}
/**
 * An app as the studio edits it.
 */
export interface App {
  color?: string;
  defaultLanguage: Language;
  description?: Text;
  flow: Flow;
  form: FormDefinition;
  icon?: string;
  id: string;
  name: Text;
  number: NumberFormat;
  rules: Rule[];
  scripts: Scripts;
  summary: string[];
  title: Text;
}
export interface Flow {
  edges: FlowEdge[];
  nodes: FlowNode[];
}
export interface FlowEdge {
  default?: boolean;
  from: string;
  id: string;
  name?: Text;
  to: string;
  /**
   * A condition in JSON Logic's syntax.
   */
  when?: unknown;
}
export interface FlowNode {
  assignee?: Assignee;
  deadline?: Deadline;
  fallback?: 'admin' | 'skip' | 'refuse';
  fields?: {
    [k: string]: FieldAccess;
  };
  /**
   * What may not be done at the step.
   */
  forbids?: ('reject' | 'return' | 'transfer' | 'delegate' | 'addSigner' | 'undo' | 'withdraw')[];
  id: string;
  message?: Text;
  /**
   * How many of its people must act: any, all, inTurn or share.
   */
  mode?: string;
  name?: Text;
  /**
   * What happens where the step is done by no person and fails: an administrator has it done again, or the instance goes on.
   */
  onFail?: 'admin' | 'goOn';
  /**
   * Whether a rejection ends the instance or returns it to its initiator.
   */
  onReject?: 'end' | 'return';
  /**
   * What is tried, one after the other, where the step finds nobody.
   */
  otherwise?: Assignee[];
  outcome?: 'approved' | 'rejected';
  /**
   * The fields, or "table.column", that must be filled in at a fill-in, of those that it opens.
   */
  require?: string[];
  /**
   * Names the outcome of an end more closely.
   */
  result?: string;
  /**
   * How an instance that the step returned goes on when it comes back.
   */
  resume?: 'choose' | 'returner' | 'walk';
  /**
   * Whether somebody who approved before is asked again.
   */
  same?: 'ask' | 'consecutive' | 'any';
  /**
   * Names the script that a script step runs.
   */
  script?: string;
  /**
   * What happens where the initiator is among the people of the step.
   */
  self?: 'own' | 'skip' | 'manager';
  share?: Quota;
  sub?: SubFlow;
  type: NodeType;
  wait?: WaitFor;
  webhook?: Call;
}
/**
 * Who acts at a step.
 */
export interface Assignee {
  /**
   * Narrows a role down to the nearest department above the initiator where anybody holds it.
   */
  branch?: boolean;
  /**
   * Who chooses them: the initiator, or whoever approves before.
   */
  by?: 'initiator' | 'approver';
  /**
   * Narrows a role down, or names whose head is meant.
   */
  department?: string;
  field?: string;
  kind: 'initiator' | 'manager' | 'managerChain' | 'departmentHead' | 'role' | 'people' | 'field' | 'chosen' | 'script';
  /**
   * How many must be chosen at least.
   */
  least?: number;
  level?: number;
  /**
   * How many may be chosen at most.
   */
  most?: number;
  people?: string[];
  role?: string;
  /**
   * Names the script that says who it is.
   */
  script?: string;
}
/**
 * How long the people of a step have, and what happens then.
 */
export interface Deadline {
  after: Span;
  remind?: Reminder[];
  then?: 'remind' | 'escalate' | 'transfer' | 'approve' | 'reject';
  to?: Assignee;
}
/**
 * A length of time; of working time by the site's calendar.
 */
export interface Span {
  amount: number;
  unit: SpanUnit;
}
export interface Reminder {
  amount: number;
  unit: SpanUnit;
  when?: 'before' | 'after';
}
/**
 * How many must approve: a count, or a percentage of those who are asked. With a veto one rejection rejects.
 */
export interface Quota {
  count?: number;
  percent?: number;
  veto?: boolean;
}
/**
 * The instance of another app that a step starts, or one for each row of a table.
 */
export interface SubFlow {
  app: string;
  /**
   * The table for each of whose rows one is started.
   */
  each?: string;
  /**
   * What its form is filled with.
   */
  fill?: Filling[];
  /**
   * How many of them must be approved. Where they are not it is as if the step were rejected.
   */
  need?: 'all' | 'any' | 'none';
  /**
   * What is taken over from it when it has ended.
   */
  take?: Taking[];
  /**
   * Whether the step waits until they have ended or only until they are started.
   */
  until?: 'ended' | 'started';
}
/**
 * A field of the other form, with the field (or column of the row) or the fixed value that it gets.
 */
export interface Filling {
  field: string;
  from?: string;
  /**
   * A fixed value.
   */
  value?: unknown;
}
/**
 * A field of the other form, or $status, $result or $no, and the field (or column of the row) that it is put into.
 */
export interface Taking {
  from: string;
  to: string;
}
/**
 * What a wait step waits for; exactly one of for, field and work.
 */
export interface WaitFor {
  at?: string;
  before?: Span;
  field?: string;
  for?: Span;
  work?: boolean;
}
/**
 * What a webhook calls, and which fields it sends beside the facts of the instance.
 */
export interface Call {
  fields?: string[];
  /**
   * How many seconds an answer may take; 10 by default.
   */
  timeout?: number;
  /**
   * How often it is attempted; 5 by default.
   */
  tries?: number;
  url: string;
}
export interface FormDefinition {
  layout: Layout;
  /**
   * A JSON Schema 2020-12 whose properties are the fields.
   */
  schema: {
    [k: string]: unknown;
  };
}
export interface Layout {
  /**
   * Notes and dividers by their ids, which begin with a $.
   */
  blocks?: {
    [k: string]: Block;
  };
  /**
   * By field id, or `items.amount` for a column of a table.
   */
  fields: {
    [k: string]: FieldLayout;
  };
  sections: Section[];
  tabs?: Tab[];
}
export interface Block {
  kind: 'note' | 'divider';
  text?: Text;
}
export interface FieldLayout {
  /**
   * The types of files that an attachment takes; all where it is absent.
   */
  accept?: ('image' | 'pdf' | 'document' | 'sheet' | 'slides' | 'text' | 'archive')[];
  /**
   * A table's columns in their order.
   */
  columns?: string[];
  /**
   * The ISO 4217 code of what a money field counts.
   */
  currency?: string;
  help?: Text;
  /**
   * Whether photos keep where and when they were taken; otherwise that is taken out of JPEG files.
   */
  keepPlace?: boolean;
  /**
   * The size of the largest file in MB (1,048,576 bytes); 20 where it is absent.
   */
  maxMB?: number;
  options?: {
    [k: string]: Text;
  };
  placeholder?: Text;
  /**
   * How the numbers of a serial number field look, such as PO-{yyyy}-{seq:4}.
   */
  serial?: string;
  source?: OptionSource;
  title?: Text;
  /**
   * Whether the sum of a table's column of numbers is shown below it.
   */
  total?: boolean;
  /**
   * The options of a choice in groups.
   */
  tree?: Branch[];
  widget?: Widget;
  width?: number;
}
/**
 * Where the options of a choice come from that are not written in its schema.
 */
export interface OptionSource {
  /**
   * The id of a list that the organisation keeps.
   */
  list?: string;
  /**
   * The name of a script of the app, scripts.options.NAME.
   */
  script?: string;
  /**
   * The path of another field whose value is above those that are offered.
   */
  under?: string;
}
export interface Branch {
  children?: Branch[];
  title?: Text;
  /**
   * An option; absent for a group.
   */
  value?: string;
}
export interface Section {
  columns?: 1 | 2 | 3;
  /**
   * The ids of fields and blocks.
   */
  fields: string[];
  id: string;
  /**
   * The tab that it stands on.
   */
  tab?: string;
  title?: Text;
}
export interface Tab {
  id: string;
  title?: Text;
}
export interface NumberFormat {
  prefix?: string;
}
export interface Rule {
  enabled: boolean;
  id: string;
  name?: Text;
  then: RuleAction[];
  /**
   * A condition in JSON Logic's syntax; always, where it is absent. One that reads `$row.column` is judged row by row.
   */
  when?: unknown;
}
export interface RuleAction {
  do: 'show' | 'hide' | 'require' | 'lock' | 'set' | 'default' | 'limit' | 'warn';
  field: string;
  /**
   * What `limit` leaves of a choice.
   */
  options?: string[];
  text?: Text;
  /**
   * What `set` computes and `default` suggests: an expression in JSON Logic's syntax.
   */
  value?: unknown;
}
export interface Scripts {
  /**
   * JavaScript that defines the function compute.
   */
  compute?: string;
  /**
   * The scripts that steps run, by name: JavaScript that defines the function run.
   */
  flow?: {
    [k: string]: string;
  };
  /**
   * What scripts find looked up in their ctx, by the name of the script (validate, compute, options.NAME, flow.NAME): people, departments, calendar, lists.ID.
   */
  needs?: {
    [k: string]: string[];
  };
  /**
   * The scripts that fields take their options from, by name: JavaScript that defines the function options.
   */
  options?: {
    [k: string]: string;
  };
  /**
   * The fields that compute may set, which people then cannot change.
   */
  sets?: string[];
  /**
   * JavaScript that defines the function validate.
   */
  validate?: string;
}
export interface AppCard {
  color: string;
  description?: Text;
  icon: string;
  id: string;
  name: Text;
  revision: number;
}
/**
 * What was done to one part of an app.
 */
export interface AppChange {
  /**
   * The id of the part, "table.column" for a column; empty for what an app has once.
   */
  id: string;
  name?: Text;
  op: 'added' | 'removed' | 'changed';
  part: 'setting' | 'schema' | 'script' | 'tab' | 'section' | 'field' | 'block' | 'rule' | 'node' | 'edge';
  /**
   * What of it changed.
   */
  settings?: SettingChange[];
}
export interface SettingChange {
  /**
   * The setting now; absent where there is none.
   */
  after?: unknown;
  /**
   * The keys that lead to the setting, with dots; order where the part stands elsewhere among its like.
   */
  aspect: string;
  /**
   * The setting before; absent where there was none.
   */
  before?: unknown;
}
export interface AppDetail {
  calendar: Calendar;
  color: string;
  /**
   * The fields that the app's script computes; the preview says what they hold.
   */
  computed?: string[];
  description?: Text;
  digest: string;
  form: FormDefinition;
  icon: string;
  id: string;
  /**
   * What rules may read of the person who fills the form.
   */
  initiator: {
    [k: string]: unknown;
  };
  mask: Mask;
  name: Text;
  revision: number;
  rules: Rule[];
  today: string;
}
export interface Calendar {
  holidays: string[];
  weekend: number[];
  workdays: string[];
}
/**
 * Fields that the policy keeps from the reader, or lets them see but not change.
 */
export interface Mask {
  hide: string[];
  lock: string[];
  /**
   * Sensitive fields, and columns of tables (“table.column”), whose values are not sent to this reader.
   */
  veil?: string[];
}
/**
 * An app as it may be sent; every key of App may be absent while it is being designed.
 */
export interface AppInput {
  id: string;
  [k: string]: unknown;
}
export interface AppMark {
  color: string;
  icon: string;
  id: string;
  name: Text;
}
export interface AuditChange {
  /**
   * The value after.
   */
  after?: unknown;
  /**
   * The value before.
   */
  before?: unknown;
  field: string;
  /**
   * Whether the values are digests.
   */
  secret?: boolean;
}
export interface AuditEntry {
  /**
   * The person whom it is about.
   */
  about?: string;
  action: string;
  at: Instant;
  changes?: AuditChange[];
  /**
   * What else is known of it.
   */
  facts?: {
    [k: string]: unknown;
  };
  /**
   * What the people, departments and apps that it mentions are called, by id.
   */
  names: {
    [k: string]: Text;
  };
  /**
   * Its kind and id.
   */
  object: string;
  /**
   * Its place in the object's chain.
   */
  seq: number;
  who: AuditWho;
}
export interface AuditWho {
  address?: string;
  person?: string;
  request?: string;
  /**
   * How they were known: by session, token, the command line and so on.
   */
  scheme: string;
}
/**
 * A step whose people somebody chooses.
 */
export interface Choice {
  by: 'initiator' | 'approver';
  chosen: Person[];
  least: number;
  /**
   * There are too many to list; search for people.
   */
  more?: boolean;
  most: number;
  name: Text;
  /**
   * It does not go on without a choice.
   */
  needed?: boolean;
  node: string;
  /**
   * Those who can be chosen; empty where there are too many to list.
   */
  people: Person[];
}
export interface Person {
  /**
   * UTC milliseconds.
   */
  awayUntil?: number;
  dept?: Department;
  id: string;
  name: Text;
  title?: Text;
}
export interface Department {
  id: string;
  name: Text;
}
/**
 * The people chosen for steps: the ids of people, by node.
 */
export interface Choices {
  [k: string]: string[];
}
export interface Company {
  /**
   * Whether zone and days come from the file of --calendar.
   */
  calendarFixed: boolean;
  changedAt: Instant;
  changedBy: PersonName | null;
  days: DaySet;
  demo: boolean;
  language: Language;
  mail: Mail | null;
  name: Text;
  rev: number;
  setUpAt: Instant;
  setUpBy: PersonName | null;
  zone: Zone;
}
export interface Mail {
  from: string;
  host: string;
  passwordSet: boolean;
  port: number;
  security: MailSecurity;
  user: string;
}
/**
 * The settings as entered; no mail where mail is null.
 */
export interface CompanyChange {
  days: DaySet;
  language: Language;
  mail: MailInput | null;
  name: Text;
  /**
   * The revision of the settings that is replaced.
   */
  rev: number;
  zone: Zone;
}
export interface MailInput {
  from: string;
  host: string;
  /**
   * Absent leaves the one that is kept; empty means none.
   */
  password?: string | null;
  port: number;
  security: MailSecurity;
  user: string;
}
/**
 * What anybody may know of the company.
 */
export interface CompanyMark {
  language: Language;
  name: Text;
}
export interface Comparison {
  changes: AppChange[];
  from: App;
  to: App;
}
export interface ConsoleLine {
  level: 'log' | 'info' | 'warn' | 'error' | 'debug';
  text: string;
}
export interface CurrentStep {
  due?: Instant;
  name: Text;
  node: string;
  people: Principal[];
  since: Instant;
  task: string;
}
/**
 * Someone, or some group, that can act.
 */
export interface Principal {
  /**
   * Those who are away and for whom the person acts.
   */
  for?: {
    id: string;
    kind: 'user' | 'role';
    name: Text;
  }[];
  id: string;
  kind: 'user' | 'role';
  name: Text;
  /**
   * Whether the person acts for themselves too.
   */
  own?: boolean;
}
export interface DemoPerson {
  as: DemoRole;
  person: Person;
}
export interface DepartmentChoice {
  id: string;
  name: Text;
  /**
   * The department above; absent at the top.
   */
  parent?: string;
}
export interface DepartmentEdit {
  lead?: string;
  name: Text;
  parent?: string;
  rev: number;
}
export interface DetailEntry {
  code: string;
  message: Text;
}
export interface DirectoryDepartment {
  code: string;
  id: string;
  lead?: PersonName;
  name: Text;
  parent?: string;
  /**
   * How many stand directly in it.
   */
  people: number;
  rev: number;
}
export interface DirectoryPerson {
  department?: PersonName;
  email: string;
  hasPassword: boolean;
  id: string;
  joinedAt: Instant;
  language: Language;
  leftAt?: Instant;
  link?: WaitingLink;
  login: string;
  manager?: PersonName;
  name: Text;
  rev: number;
  roles: string[];
  status: PersonStatus;
  superior?: PersonName1;
  title: Text;
}
/**
 * A one-time link that waits to be used.
 */
export interface WaitingLink {
  by?: PersonName;
  expiresAt: Instant;
  kind: LinkKind;
}
/**
 * Who manages the person, named or as the lead of a department.
 */
export interface PersonName1 {
  id: string;
  name: Text;
}
export interface DirectoryRole {
  /**
   * Whether the reader may give and take it.
   */
  grantable: boolean;
  id: string;
  name: Text;
}
export interface Draft {
  app: string;
  choices?: Choices;
  files?: Files;
  form: FormValues;
  id: string;
  rev: number;
  /**
   * The app's revision that it was filled on.
   */
  revision: number;
  savedAt: Instant;
}
/**
 * The files that the form names and that are still there, by id.
 */
export interface Files {
  [k: string]: File;
}
export interface File {
  id: string;
  /**
   * What its uploader called it, cleaned.
   */
  name: string;
  /**
   * In bytes.
   */
  size: number;
  /**
   * Its media type, found by its content.
   */
  type: string;
}
/**
 * Values of a form by field id. A table is a list of rows, each an object of its cells by column id. In the values of a case every row carries its id under "$id": send it back with the row when you change the table, wherever the row has moved, so that what is closed to you stays with it. A row that is sent without one, or with null, is new; the ids of a case are of no use in another, or in a new form.
 */
export interface FormValues {
  [k: string]: unknown;
}
export interface DraftRow {
  app: string;
  id: string;
  rev: number;
  savedAt: Instant;
  title: Text;
}
/**
 * Something that a step waits for and that no person does.
 */
export interface Errand {
  case?: OtherInstance;
  endedAt?: Instant;
  failure?: Failure;
  /**
   * An instance was started for it, which the reader may not read.
   */
  hidden?: boolean;
  id: string;
  kind: ErrandKind;
  /**
   * The table row that it is for, from 1.
   */
  row?: number;
  /**
   * UTC milliseconds.
   */
  since: number;
  status: 'sent' | 'done' | 'failed' | 'passed' | 'dropped';
  /**
   * The host that a webhook calls.
   */
  to?: string;
}
/**
 * The instance that was started for it.
 */
export interface OtherInstance {
  app: AppMark;
  id: string;
  no: string;
  status: InstanceStatus;
  title: Text;
}
/**
 * What went wrong; only for those who may have it tried again.
 */
export interface Failure {
  code: string;
  detail?: string;
  tries?: number;
}
export interface ErrorEntry {
  code: ProblemCode;
  detail: Text;
  mend: Text;
  status: number;
  title: Text;
}
export interface ErrorList {
  /**
   * The codes in a problem's errors.
   */
  details: DetailEntry[];
  /**
   * The codes of problem documents.
   */
  problems: ErrorEntry[];
}
export interface FailedMail {
  address: string;
  at: Instant;
  id: string;
  kind: NoticeKind;
  name: Text | null;
  no: string;
  person: string;
  tries: number;
  trouble: MailTrouble;
}
export interface MailTrouble {
  code: string;
  /**
   * What the mail server or the network said.
   */
  detail: string;
}
export interface FailedStep {
  app: AppMark;
  errand: Errand;
  instance: string;
  name: Text;
  no: string;
  node: string;
  /**
   * The reader may open the instance.
   */
  readable: boolean;
  /**
   * It cannot be tried again until the instance goes on.
   */
  suspended?: boolean;
}
/**
 * What lint found in an app.
 */
export interface Finding {
  code: string;
  /**
   * The column in that line.
   */
  column?: number;
  level: 'error' | 'warning';
  /**
   * The line of a script, where that is known.
   */
  line?: number;
  message: string;
  place: string;
}
export interface FirstAdmin {
  email?: string;
  login: string;
  name: Text;
  password: string;
}
export interface HistoryEntry {
  after?: Span;
  at: Instant;
  by?: Principal1;
  comment?: string;
  errand?: ErrandKind;
  fields?: string[];
  from?: Principal;
  instead?: boolean;
  node?: string;
  nodeName?: Text;
  /**
   * The step failed and the instance went on all the same.
   */
  passed?: boolean;
  purpose?: 'wait' | 'remind' | 'deadline';
  reason?: 'nobody' | 'noDate' | 'initiator' | 'same' | 'noRows' | 'recalled';
  redo?: boolean;
  row?: TableRow;
  /**
   * The rows for which nobody was found.
   */
  rows?: number[];
  seq: number;
  /**
   * The step that the instance was sent to.
   */
  target?: string;
  targetName?: Text;
  task?: string;
  then?: 'remind' | 'escalate' | 'transfer' | 'approve' | 'reject';
  to?: Principal[];
  type: string;
  until?: Instant;
  where?: 'before' | 'after' | 'beside';
}
/**
 * Someone, or some group, that can act.
 */
export interface Principal1 {
  /**
   * Those who are away and for whom the person acts.
   */
  for?: {
    id: string;
    kind: 'user' | 'role';
    name: Text;
  }[];
  id: string;
  kind: 'user' | 'role';
  name: Text;
  /**
   * Whether the person acts for themselves too.
   */
  own?: boolean;
}
/**
 * A row of a table, by its number from 1 and what stands in its first column.
 */
export interface TableRow {
  label?: Text;
  n: number;
}
export interface ImportChange {
  added: boolean;
  fields: ImportField[];
  /**
   * The login or the code.
   */
  key: string;
  kind: 'person' | 'department';
  row: number;
  sheet: string;
}
export interface ImportField {
  after: string;
  before: string;
  field: string;
}
export interface ImportCounts {
  added: number;
  changed: number;
  same: number;
}
export interface ImportProblem {
  code: string;
  /**
   * As the file heads it; empty where the file lacks it.
   */
  column: string;
  field: string;
  message: string;
  /**
   * As a spreadsheet numbers it.
   */
  row: number;
  /**
   * Empty for CSV.
   */
  sheet: string;
  value: string;
}
export interface ImportReport {
  /**
   * Whether the file was imported, not only looked at.
   */
  applied: boolean;
  changeCount: number;
  /**
   * @maxItems 500
   */
  changes: ImportChange[];
  departments: ImportCounts;
  /**
   * Headers of columns that are not read.
   */
  ignored: string[];
  people: ImportCounts;
  /**
   * What to confirm; empty where there are problems.
   */
  plan: string;
  problemCount: number;
  /**
   * @maxItems 500
   */
  problems: ImportProblem[];
  rows: number;
}
export interface ImportedApp {
  app: string;
  findings: Finding[];
  name: Text;
  /**
   * Whether another app had the id that the file names.
   */
  renamed: boolean;
}
export interface ImportedField {
  /**
   * The JSON pointer of the part of the schema.
   */
  from: string;
  /**
   * What it became; empty for what was left out.
   */
  kind: string;
  notes: string[];
  /**
   * The field's id, or "table.column"; empty for what was left out.
   */
  path: string;
  title: Text;
}
export interface ImportedSchema {
  fields: ImportedField[];
  form: FormDefinition;
  /**
   * About the schema as a whole.
   */
  notes: string[];
}
export interface InboxItem {
  actions: TaskAction[];
  arrivedAt: Instant;
  /**
   * Whoever approves must choose who acts next.
   */
  chooses?: boolean;
  due?: Instant;
  /**
   * Those who are away and for whom the reader has the task.
   */
  for?: Principal[];
  instance: Row;
  name: Text;
  node: string;
  row?: TableRow;
  task: string;
}
export interface Row {
  app: AppMark;
  createdAt: Instant;
  current: CurrentStep[];
  id: string;
  initiator: Person;
  no: string;
  status: InstanceStatus;
  summary: SummaryItem[];
  title: Text;
  updatedAt: Instant;
}
export interface SummaryItem {
  field: string;
  text: Text;
  title: Text;
}
export interface Installed {
  app: string;
  name: Text;
  revision: number;
}
export interface Instance {
  actions: Offer[];
  app: AppMark;
  /**
   * The fields that the app's script computes.
   */
  computed?: string[];
  copies: Principal[];
  createdAt: Instant;
  definition: InstanceDefinition;
  endedAt?: Instant;
  files?: Files;
  form: FormValues;
  history: HistoryEntry[];
  id: string;
  initiator: Person;
  /**
   * The words of options that a script offered, as they were when they were chosen, by "script/SCRIPT/VALUE".
   */
  labels?: {
    [k: string]: Text;
  };
  mask: Mask;
  no: string;
  parent?: OtherInstance1;
  path: Step[];
  /**
   * The people whom the form names, by id.
   */
  people: {
    [k: string]: Person;
  };
  /**
   * The named outcome of the end that was reached.
   */
  result?: string;
  rev: number;
  revision: number;
  status: InstanceStatus;
  suspension?: Suspension;
  tasks: Task[];
  title: Text;
  updatedAt: Instant;
  urge?: Urge;
}
/**
 * Something that the reader can do with the instance. One with a reason is not possible now.
 */
export interface Offer {
  action: 'withdraw' | 'copy' | 'comment' | 'retry' | 'reassign' | 'jump' | 'suspend' | 'resume' | 'end';
  reason?: string;
}
export interface InstanceDefinition {
  calendar: Calendar;
  form: FormDefinition;
  rules: Rule[];
}
/**
 * The instance that started this one, where the reader may read it.
 */
export interface OtherInstance1 {
  app: AppMark;
  id: string;
  no: string;
  status: InstanceStatus;
  title: Text;
}
export interface Step {
  assignees: Principal[];
  at?: Instant;
  /**
   * Why the step passes by itself: its people approved before (same), or it asks nobody but the initiator.
   */
  auto?: 'same' | 'initiator';
  /**
   * The concurrent branches that the step lies in, outermost first, by the edges that lead into them.
   */
  branch?: {
    edge: string;
    name?: Text;
  }[];
  by?: Principal;
  choice?: StepChoice;
  comment?: string;
  due?: Instant;
  /**
   * What the step waits or waited for, where no person does it.
   */
  errands?: Errand[];
  mode?: string;
  name: Text;
  /**
   * How many must approve, where that is not all of them.
   */
  needed?: number;
  node: string;
  /**
   * The named outcome of an end.
   */
  result?: string;
  /**
   * Those who act each for themselves, where the step has several tasks.
   */
  signers?: Signer[];
  state: StepState;
  task?: string;
  type: NodeType;
  /**
   * The rows of a table, counted from 1, for which nobody was found at a step that asks for each of them.
   */
  unnamed?: number[];
}
/**
 * That the people of the step are chosen, by whom, and whether they still are to be.
 */
export interface StepChoice {
  /**
   * The steps whose approvers choose.
   */
  at?: NodeRef[];
  by: 'initiator' | 'approver';
  open?: boolean;
}
export interface NodeRef {
  name: Text;
  node: string;
}
/**
 * One of several who act at a step.
 */
export interface Signer {
  assignees: Principal[];
  at?: Instant;
  by?: Principal;
  comment?: string;
  row?: TableRow;
  status?: TaskStatus;
  task?: string;
}
export interface Suspension {
  at: Instant;
  by: Principal;
  reason: string;
}
export interface Task {
  /**
   * What the reader may do with it now.
   */
  actions: TaskAction[];
  adder?: Principal;
  arrivedAt: Instant;
  assignees: string[];
  /**
   * The steps for which the reader may choose people with a decision.
   */
  choices?: Choice[];
  due?: Instant;
  /**
   * The fields that the reader may edit while deciding.
   */
  fields: {
    [k: string]: FieldAccess;
  };
  /**
   * Those from whom the task was claimed.
   */
  group?: Principal[];
  id: string;
  /**
   * Those to whom a delegated task comes back.
   */
  lender?: Principal[];
  name: Text;
  node: string;
  people: Principal[];
  /**
   * Why an action that the reader might expect is not possible now, by action.
   */
  refused?: {
    [k: string]: string;
  };
  /**
   * Those of the fields that must be filled in at this step.
   */
  require?: string[];
  resume?: Resumption;
  /**
   * The steps that the reader can return the instance to.
   */
  returnTo?: NodeRef[];
  row?: TableRow;
  status: TaskStatus;
}
/**
 * There where the reader may ask those who have the instance to hurry, with the instant from which it is possible.
 */
export interface Urge {
  at: Instant;
}
export interface Leaving {
  leads: PersonName[];
  manages: PersonName[];
  /**
   * Requests with an open task of theirs; counted up to 1000.
   */
  openTasks: number;
  /**
   * Their own requests that run on; counted up to 1000.
   */
  requests: number;
  rev: number;
  successor?: PersonName;
}
export interface LeavingInput {
  rev: number;
  successor?: string;
}
export interface Left {
  /**
   * In how many requests tasks were handed over.
   */
  handedOver: number;
  person: DirectoryPerson;
}
export interface LinkPassword {
  password: string;
  token: string;
}
export interface LinkToken {
  token: string;
}
export interface ListItemInput {
  label?: Text;
  off?: boolean;
  parent?: string;
  /**
   * The list's revision; 0 or absent takes it as it is.
   */
  rev?: number;
  value: string;
}
export interface ListOption {
  label: Text;
  /**
   * It is not offered any more.
   */
  off?: boolean;
  /**
   * The value of the list above that it belongs to.
   */
  parent?: string;
  value: string;
}
export interface ListReport {
  added: number;
  applied: boolean;
  changeCount: number;
  changed: number;
  changes: {
    added: boolean;
    after: ListOption;
    before?: ListOption;
    row: number;
  }[];
  ignored: string[];
  plan: string;
  problemCount: number;
  problems: {
    code: string;
    column: string;
    message: string;
    row: number;
    value: string;
  }[];
  rows: number;
  same: number;
}
export interface MailChoices {
  'comment.added'?: boolean;
  'copy.sent'?: boolean;
  'instance.ended'?: boolean;
  'notice.given'?: boolean;
  'script.failed'?: boolean;
  'step.failed'?: boolean;
  'task.assigned'?: boolean;
  'task.due'?: boolean;
  'task.overdue'?: boolean;
  'task.urged'?: boolean;
}
export interface MailStatus {
  configured: boolean;
  failed: FailedMail[];
  trouble?: MailTrouble;
  /**
   * Counted up to 1,000.
   */
  waiting: number;
}
export interface Me {
  dept?: Department;
  /**
   * The parts of the interface that the person may enter.
   */
  entrances: Entrance[];
  id: string;
  language: Language;
  login: string;
  name: Text;
  roles: string[];
  /**
   * The parts of the control room that the person may enter.
   */
  sections: ControlSection[];
  title?: Text;
}
export interface NewDepartment {
  code: string;
  lead?: string;
  name: Text;
  parent?: string;
}
export interface NewLink {
  expiresAt: Instant;
  kind: LinkKind;
  /**
   * Stands under the site's own address.
   */
  path: string;
}
export interface NewOrgList {
  above?: string;
  id: string;
  name: Text;
}
export interface NewPerson {
  department?: string;
  email?: string;
  language?: Language;
  login: string;
  manager?: string;
  name: Text;
  roles?: string[];
  title?: Text;
}
export interface Notice {
  app: string;
  at: Instant;
  /**
   * The names of those who are away and for whom the reader has the task.
   */
  for?: Text[];
  id: string;
  /**
   * Empty where it is about an app.
   */
  instance: string;
  kind: NoticeKind;
  /**
   * The instance's number.
   */
  no: string;
  task?: string;
  text?: Text1;
  unread: boolean;
}
/**
 * A wording in one or more languages.
 */
export interface Text1 {
  en?: string;
  'zh-CN'?: string;
  [k: string]: string | undefined;
}
export interface NoticeChoices {
  /**
   * Where mails go; empty where none is known.
   */
  address: string;
  mail: MailChoices;
}
export interface NoticeList {
  items: Notice[];
  next: string;
  /**
   * How many are unread; counted up to a cap.
   */
  unread: number;
}
export interface OpenedLink {
  expiresAt: Instant;
  kind: LinkKind;
  login: string;
  minPassword: number;
  name: Text;
}
export interface Option {
  label?: Text2;
  value: string;
}
/**
 * A wording in one or more languages.
 */
export interface Text2 {
  en?: string;
  'zh-CN'?: string;
  [k: string]: string | undefined;
}
export interface OrgList {
  /**
   * The id of the list whose values the items stand below.
   */
  above?: string;
  /**
   * How many of them are offered.
   */
  active: number;
  id: string;
  /**
   * How many items there are.
   */
  items: number;
  name: Text;
  rev: number;
}
export interface OrgListEdit {
  above?: string;
  name: Text;
  rev: number;
}
/**
 * Another instance than the one that is shown.
 */
export interface OtherInstance2 {
  app: AppMark;
  id: string;
  no: string;
  status: InstanceStatus;
  title: Text;
}
export interface PasswordChange {
  new: string;
  old: string;
}
export interface PersonEdit {
  department?: string;
  email?: string;
  language?: Language;
  manager?: string;
  name: Text;
  rev: number;
  roles?: string[];
  title?: Text;
}
export interface PolicyInForce {
  /**
   * Why a later policy was refused.
   */
  refused?: string;
  revision: string;
}
export interface Preview {
  /**
   * The steps on the way whose people the initiator chooses; at a task, the steps whose people its holder may choose.
   */
  choices: Choice[];
  form: FormValues;
  steps: Step[];
}
/**
 * What went wrong, as RFC 9457 describes it.
 */
export interface Problem {
  code: ProblemCode;
  detail: string;
  /**
   * What is wrong place by place.
   */
  errors?: ProblemAt[];
  /**
   * The facts that detail is made of.
   */
  params?: {
    [k: string]: string;
  };
  /**
   * The policy's reason codes.
   */
  reasons?: string[];
  /**
   * The current revision, where a change came too late.
   */
  rev?: number;
  status: number;
  title: string;
  /**
   * The address of the code's entry on the page of errors.
   */
  type: string;
}
export interface ProblemAt {
  code: string;
  message: string;
  /**
   * A JSON pointer into the form or the place in the app.
   */
  path: string;
}
export interface Published {
  digest: string;
  revision: number;
}
/**
 * How the instance stands after a change, without what it holds.
 */
export interface Receipt {
  id: string;
  no: string;
  rev: number;
  status: InstanceStatus;
  tasks: ReceiptTask[];
}
export interface ReceiptTask {
  assignees: string[];
  id: string;
  node: string;
}
export interface ReturnInput {
  department?: string;
  manager?: string;
  rev: number;
  roles?: string[];
}
export interface RevisionRow {
  digest: string;
  n: number;
  note: string;
  publishedAt: Instant;
  publishedBy: PersonName | null;
}
export interface Role {
  id: string;
  name: Text;
}
export interface SavedStudioDraft {
  findings: Finding[];
  rev: number;
  savedAt: Instant;
}
export interface ScriptProblem {
  message: string;
  /**
   * A JSON pointer into the values; empty for the whole form.
   */
  path: string;
}
export interface ScriptTried {
  column?: number;
  console: ConsoleLine[];
  /**
   * Where in the source, from 1.
   */
  line?: number;
  /**
   * What went wrong, in the words of the engine.
   */
  message?: string;
  /**
   * How long it ran.
   */
  ms: number;
  /**
   * Whether it ran; result means that it returned the wrong thing.
   */
  outcome: 'ok' | 'threw' | 'timeout' | 'memory' | 'result';
  /**
   * What the function returned; null for validate.
   */
  output: unknown;
  /**
   * What validate says of the values.
   */
  problems: ScriptProblem[];
}
/**
 * The processes that run the apps' scripts.
 */
export interface ScriptWorkers {
  /**
   * Whether their memory is limited; where it is not, a script is stopped for its time alone.
   */
  limited: boolean;
  /**
   * How many were ended and replaced since the start, for their time or memory.
   */
  replaced: number;
  running: number;
}
export interface Session {
  company: CompanyMark;
  /**
   * What a change made with the cookie carries.
   */
  csrf: string | null;
  demo: boolean;
  /**
   * Whether the company waits to be set up.
   */
  setup: boolean;
  user: Me | null;
}
/**
 * Everything that a first start asks for.
 */
export interface SetUp {
  admin: FirstAdmin;
  days: DaySet;
  language: Language;
  mail?: MailInput | null;
  name: Text;
  token: string;
  zone: Zone;
}
export interface StudioApp {
  /**
   * Whether the draft is not what is published.
   */
  changed: boolean;
  color: string;
  draftRev: number;
  icon: string;
  id: string;
  name: Text;
  revision: number;
  savedAt: Instant;
  savedBy: PersonName | null;
}
export interface StudioDraft {
  app: App;
  changed: boolean;
  findings: Finding[];
  rev: number;
  revision: number;
  savedAt: Instant;
  savedBy: PersonName | null;
}
export interface StudioPresence {
  others: PersonName[];
  rev: number;
  savedAt: Instant;
  savedBy: PersonName | null;
}
export interface System {
  policy: PolicyInForce;
  scripts: ScriptWorkers;
  startedAt: Instant;
  store: 'embedded' | 'mongodb';
  /**
   * Why the server cannot serve now.
   */
  trouble?: string;
  version: string;
}
export interface Template {
  color: string;
  description: Text;
  icon: string;
  id: string;
  name: Text;
  /**
   * Whether an app was made from it under its own name.
   */
  used: boolean;
}
export interface Urge1 {
  at: Instant;
}
export interface WebhookSecret {
  /**
   * UTC milliseconds.
   */
  bothUntil?: number;
  /**
   * UTC milliseconds.
   */
  madeAt?: number;
  /**
   * Scheme, host and port of the receiver.
   */
  origin: string;
  secret?: string;
}
export interface WebhookTried {
  code?: string;
  detail?: string;
  /**
   * The HTTP status of the answer.
   */
  status?: number;
  /**
   * How many milliseconds it took.
   */
  took: number;
}
