/** The names by which the studio knows the shapes of the API. */
export type {
  App,
  AppChange,
  Assignee,
  Comparison,
  Deadline,
  Filling,
  Finding,
  Flow,
  FlowEdge,
  FlowNode,
  ImportedApp,
  ImportedField,
  ImportedSchema,
  Installed,
  NumberFormat,
  Published,
  Quota,
  Reminder,
  RevisionRow,
  SavedStudioDraft,
  ScriptTried,
  SpanUnit,
  StudioApp,
  StudioDraft,
  StudioPresence,
  SubFlow,
  Taking,
  Template,
  WaitFor,
} from './schema';

/** A script that is tried out, with what it is tried on. */
export interface ScriptTrial {
  /** `validate`, `compute`, `options.NAME` or `flow.NAME`. */
  script: string;
  source: string;
  values: Record<string, unknown>;
  /** The person who submits; the reader where it is missing. */
  as?: string;
  /** `YYYY-MM-DD` */
  today?: string;
  /** The column that options are for, and the index of its row. */
  field?: string;
  row?: number;
}
