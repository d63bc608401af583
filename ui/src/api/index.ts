export { type AbsenceFields, absenceKeys, absences } from './absences';
export { api, type InstanceFilter } from './calls';
export { directory, directoryKeys, type PeopleFilter, type PersonFields } from './directory';
export { onSessionLost, setCsrf, setRequestLanguage } from './http';
export { keys } from './keys';
export { ApiProblem, type FieldProblem, hasCode, hasStatus, type ProblemBody } from './problem';
export { type AuditFilter, record, recordKeys } from './record';
export type * from './studioTypes';
export type * from './types';
