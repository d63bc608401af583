import type { FieldAccess, FormDefinition, Language, NodeType, Person, Rule, Text } from './types';

/** What lint found in an app. */
export interface Finding {
  code: string;
  level: 'error' | 'warning';
  place: string;
  message: string;
}

export interface NumberFormat {
  prefix: string;
}

export interface Assignee {
  kind: 'initiator' | 'manager' | 'departmentHead' | 'role' | 'people' | 'field';
  level?: number;
  role?: string;
  people?: string[];
  field?: string;
}

export interface FlowNode {
  id: string;
  type: NodeType;
  name: Text;
  assignee?: Assignee;
  mode?: string;
  fields?: Record<string, FieldAccess>;
  fallback?: 'admin' | 'skip' | 'refuse';
  outcome?: string;
}

export interface FlowEdge {
  id: string;
  from: string;
  to: string;
  name?: Text;
  when?: unknown;
  default?: boolean;
}

export interface Flow {
  nodes: FlowNode[];
  edges: FlowEdge[];
}

/** An app as the studio edits it. */
export interface App {
  id: string;
  name: Text;
  description?: Text;
  icon?: string;
  color?: string;
  defaultLanguage: Language;
  number: NumberFormat;
  title: Text;
  summary?: string[];
  form: FormDefinition;
  rules: Rule[];
  scripts?: Record<string, string>;
  flow: Flow;
}

export interface StudioApp {
  id: string;
  name: Text;
  icon?: string;
  color?: string;
  revision: number;
  draftRev: number;
  changed: boolean;
}

export interface StudioDraft {
  rev: number;
  app: App;
  revision: number;
  savedAt: number;
  savedBy: Person | null;
  findings: Finding[];
}

export interface SavedStudioDraft {
  rev: number;
  savedAt: number;
  findings: Finding[];
}

export interface Published {
  revision: number;
  digest: string;
}

export interface RevisionRow {
  n: number;
  digest: string;
  publishedAt: number;
  publishedBy: Person;
  note: string;
}
