/** The names by which the studio knows the shapes of the API. */
export type {
  App,
  Assignee,
  Finding,
  Flow,
  FlowEdge,
  FlowNode,
  Installed,
  NumberFormat,
  Published,
  RevisionRow,
  SavedStudioDraft,
  StudioApp,
  StudioDraft,
  Template,
} from './schema';
