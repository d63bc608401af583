/**
 * The shapes that the HTTP API sends and takes. Instants are UTC milliseconds, dates are
 * `YYYY-MM-DD`, and {@link Text} carries one wording per language.
 */

export type Language = 'en' | 'zh-CN';

/** A wording in one or more languages. */
export type Text = Partial<Record<Language, string>> & Record<string, string | undefined>;

export interface Department {
  id: string;
  name: Text;
}

export interface Person {
  id: string;
  name: Text;
  dept?: Department;
  title?: Text;
}

export type Entrance = 'work' | 'studio' | 'control';

/** The parts of the control room. */
export type ControlSection = 'system' | 'directory' | 'company' | 'audit';

export interface Me extends Person {
  login: string;
  roles: string[];
  language: Language;
  entrances: Entrance[];
  sections: ControlSection[];
}

export interface Session {
  user: Me | null;
  csrf: string | null;
  demo: boolean;
}

export type DemoRole = 'employee' | 'manager' | 'hr' | 'admin' | 'it';

export interface DemoPerson {
  as: DemoRole;
  person: Person;
}

/** Someone, or some group, that can act: a person or a role. */
export interface Principal {
  id: string;
  kind: 'user' | 'role';
  name: Text;
}

export interface Role {
  id: string;
  name: Text;
}

export interface AppCard {
  id: string;
  name: Text;
  description?: Text;
  icon?: string;
  color?: string;
  revision: number;
}

/** Values of a form, keyed by field id. */
export type FormValues = Record<string, unknown>;

export interface Section {
  id: string;
  title?: Text;
  columns?: 1 | 2;
  fields: string[];
}

export type Widget =
  | 'text'
  | 'textarea'
  | 'number'
  | 'select'
  | 'radio'
  | 'switch'
  | 'date'
  | 'dateRange'
  | 'table'
  | 'person';

export interface FieldLayout {
  widget?: Widget;
  title?: Text;
  help?: Text;
  placeholder?: Text;
  options?: Record<string, Text>;
  width?: number;
}

export interface Layout {
  sections: Section[];
  /** Keyed by field id, or `items.amount` for a column of a table. */
  fields: Record<string, FieldLayout>;
}

export interface FormDefinition {
  schema: Record<string, unknown>;
  layout: Layout;
}

export interface RuleAction {
  do: 'show' | 'hide' | 'require' | 'lock' | 'set';
  field: string;
  value?: unknown;
}

export interface Rule {
  id: string;
  name: Text;
  enabled: boolean;
  when?: unknown;
  then: RuleAction[];
}

export interface Calendar {
  weekend: number[];
  holidays: string[];
  workdays: string[];
}

/** Field ids that the policy keeps from the reader, or lets them see but not change. */
export interface Mask {
  hide: string[];
  lock: string[];
}

export interface AppDetail extends AppCard {
  digest: string;
  form: FormDefinition;
  rules: Rule[];
  calendar: Calendar;
  today: string;
  mask: Mask;
  initiator: Record<string, unknown>;
}

export type NodeType = 'start' | 'approval' | 'exclusive' | 'cc' | 'end';
export type StepState = 'done' | 'current' | 'upcoming' | 'undecided' | 'skipped' | 'rejected';

export interface Step {
  node: string;
  type: NodeType;
  name: Text;
  mode?: string;
  state: StepState;
  assignees?: Principal[];
  task?: string;
  by?: Principal;
  at?: number;
  comment?: string;
}

export interface Preview {
  steps: Step[];
  form: FormValues;
}

export type InstanceStatus = 'running' | 'approved' | 'rejected';
export type TaskStatus = 'open' | 'approved' | 'rejected' | 'cancelled';
export type DecisionAction = 'approve' | 'reject';
export type FieldAccess = 'read' | 'edit' | 'hide';

export interface AppMark {
  id: string;
  name: Text;
  icon?: string;
  color?: string;
}

export interface Task {
  id: string;
  node: string;
  name: Text;
  status: TaskStatus;
  assignees: string[];
  people?: Principal[];
  arrivedAt: number;
  actions: DecisionAction[];
  fields?: Record<string, FieldAccess>;
}

/** What a write answers with: how the instance stands now, without what it holds. */
export interface Receipt {
  id: string;
  no: string;
  status: InstanceStatus;
  rev: number;
  tasks: { id: string; node: string; assignees: string[] }[];
}

export interface HistoryEntry {
  seq: number;
  type: string;
  at: number;
  by?: Principal;
  node?: string;
  nodeName?: Text;
  task?: string;
  comment?: string;
  from?: Principal;
  to?: Principal[];
  fields?: string[];
}

export interface Instance {
  id: string;
  no: string;
  title: Text;
  app: AppMark;
  revision: number;
  status: InstanceStatus;
  rev: number;
  initiator: Person;
  createdAt: number;
  updatedAt: number;
  endedAt?: number;
  form: FormValues;
  definition: { form: FormDefinition; rules: Rule[]; calendar: Calendar };
  mask: Mask;
  people: Record<string, Person>;
  tasks: Task[];
  path: Step[];
  history: HistoryEntry[];
  copies: Principal[];
}

export interface SummaryItem {
  field: string;
  title: Text;
  text: Text;
}

export interface CurrentStep {
  task: string;
  node: string;
  name: Text;
  people: Principal[];
  since: number;
}

export interface Row {
  id: string;
  no: string;
  title: Text;
  app: AppMark;
  status: InstanceStatus;
  initiator: Person;
  createdAt: number;
  updatedAt: number;
  current: CurrentStep[];
  summary: SummaryItem[];
}

/** One thing that the reader was told. */
export interface Notice {
  id: string;
  kind: string;
  app: string;
  instance: string;
  no: string;
  task?: string;
  at: number;
  unread: boolean;
}

/** A page of notices; `unread` counts all of them, up to a hundred. */
export interface NoticeList extends Page<Notice> {
  unread: number;
}

export interface InboxItem {
  task: string;
  node: string;
  name: Text;
  arrivedAt: number;
  actions: DecisionAction[];
  instance: Row;
}

/** What is running, for IT. */
export interface System {
  version: string;
  store: 'embedded' | 'mongodb';
  startedAt: number;
  policy: { revision: string; refused?: string };
  /** Why the server cannot serve now; absent when it can. */
  trouble?: string;
}

/** One page of a list; `next` is the cursor of the following page, or empty at the end. */
export interface Page<T> {
  items: T[];
  next: string;
}

export interface DraftRow {
  id: string;
  app: string;
  rev: number;
  savedAt: number;
  title: Text;
}

export interface Draft {
  id: string;
  rev: number;
  form: FormValues;
  savedAt: number;
  revision: number;
}
