/**
 * The names by which the work entrance and the control room know the shapes of the API. All come from its
 * OpenAPI document; Instants are UTC milliseconds, dates are `YYYY-MM-DD`, and {@link Text} carries one
 * wording per language.
 */
import type { CompanyChange } from './schema';

export type {
  Account,
  AppCard,
  AppDetail,
  AppMark,
  AuditChange,
  AuditEntry,
  Calendar,
  Company,
  CompanyMark,
  ControlSection,
  CurrentStep,
  DaySet,
  DecisionAction,
  DemoPerson,
  DemoRole,
  Department,
  DetailEntry,
  DirectoryDepartment,
  DirectoryPerson,
  DirectoryRole,
  Draft,
  DraftRow,
  Entrance,
  ErrorEntry,
  ErrorList,
  FailedMail,
  FieldAccess,
  FieldLayout,
  FormDefinition,
  FormValues,
  HistoryEntry,
  ImportChange,
  ImportCounts,
  ImportProblem,
  ImportReport,
  InboxItem,
  Instance,
  InstanceStatus,
  Language,
  Layout,
  Leaving,
  Left,
  MailInput,
  MailSecurity,
  MailStatus,
  Mask,
  Me,
  NewLink,
  NodeType,
  Notice,
  NoticeList,
  OpenedLink,
  Person,
  PersonName,
  PersonStatus,
  Preview,
  Principal,
  ProblemCode,
  Receipt,
  Role,
  Row,
  Rule,
  RuleAction,
  Section,
  Session,
  SessionRecord,
  SetUp,
  Step,
  StepState,
  SummaryItem,
  System,
  Task,
  TaskStatus,
  Text,
  TokenRecord,
  Widget,
} from './schema';

/** The company's settings as entered; their revision goes along. */
export type CompanyInput = Omit<CompanyChange, 'rev'>;

/** One page of a list; `next` is the cursor of the following page, or empty at the end. */
export interface Page<T> {
  items: T[];
  next: string;
}
