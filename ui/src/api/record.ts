import { call, download } from './http';
import type { AuditEntry, Page } from './types';

/** Which entries of the record are wanted; what is left out does not matter. Instants are UTC milliseconds. */
export interface AuditFilter {
  person?: string;
  object?: string;
  action?: string;
  from?: number;
  to?: number;
}

/** The record of who did what. */
export const record = {
  search: (filter: AuditFilter, cursor: string, limit: number, signal?: AbortSignal) =>
    call<Page<AuditEntry>>('GET', '/audit', { query: { ...filter, cursor, limit }, signal }),
  take: (filter: AuditFilter) => download('/audit/export', { ...filter }),
};

/** Names of its cached answers. */
export const recordKeys = {
  search: (filter: AuditFilter) => ['audit', filter] as const,
};
