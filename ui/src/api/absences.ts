import { call } from './http';
import type { Absence, Absences } from './types';

type Signal = AbortSignal | undefined;
const at = (person: string, absence?: string) =>
  `/people/${encodeURIComponent(person)}/absences${absence === undefined ? '' : `/${encodeURIComponent(absence)}`}`;

/** What a form about an absence fills in. */
export interface AbsenceFields {
  from: number;
  until: number;
  standIn: string;
  apps: string[];
  reason: string;
  waiting: boolean;
}

/** The endpoints of when people are away and who stands in. */
export const absences = {
  of: (person: string, signal?: Signal) => call<Absences>('GET', at(person), { signal }),
  add: (person: string, fields: AbsenceFields) => call<Absence>('POST', at(person), { body: fields }),
  edit: (person: string, id: string, fields: AbsenceFields) => call<Absence>('PUT', at(person, id), { body: fields }),
  end: (person: string, id: string) => call<Absences>('DELETE', at(person, id)),
};

/** Names of cached answers about absences. */
export const absenceKeys = {
  of: (person: string) => ['absences', person] as const,
};
