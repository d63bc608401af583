import { call, callForFile } from './http';
import type { ListItemInput, ListOption, ListReport, OrgList, Page, Text } from './types';

type Signal = AbortSignal | undefined;
const at = encodeURIComponent;

/** What narrows the options of a list down. */
export interface OptionSearch {
  q?: string;
  /** The value above those that are wanted; absent takes all. */
  under?: string;
  cursor?: string;
  limit?: number;
}

/** The lists that the organisation keeps. */
export const lists = {
  all: (signal?: Signal) => call<{ items: OrgList[] }>('GET', '/lists', { signal }),
  add: (input: { id: string; name: Text; above: string }) => call<OrgList>('POST', '/lists', { body: input }),
  edit: (id: string, input: { rev: number; name: Text; above: string }) =>
    call<OrgList>('PUT', `/lists/${at(id)}`, { body: input }),
  remove: (id: string, rev: number) => call<void>('DELETE', `/lists/${at(id)}`, { query: { rev } }),
  items: (id: string, search: OptionSearch, signal?: Signal) =>
    call<Page<ListOption>>('GET', `/lists/${at(id)}/items`, { query: { ...search }, signal }),
  addItem: (id: string, item: ListItemInput) => call<OrgList>('POST', `/lists/${at(id)}/items`, { body: item }),
  editItem: (id: string, item: ListItemInput) => call<OrgList>('PUT', `/lists/${at(id)}/items`, { body: item }),
  check: (id: string, file: Blob) => call<ListReport>('POST', `/lists/${at(id)}/import`, { file }),
  import: (id: string, file: Blob, plan: string) =>
    call<ListReport>('POST', `/lists/${at(id)}/import`, { file, query: { plan } }),
  exportFile: (id: string, format: 'csv' | 'xlsx') =>
    callForFile('GET', `/lists/${at(id)}/export`, { query: { format } }),
  /** What a form offers. */
  options: (id: string, search: OptionSearch, signal?: Signal) =>
    call<Page<ListOption>>('GET', `/lists/${at(id)}/options`, { query: { ...search }, signal }),
  /** The options of some values, be they offered still or not. */
  optionsOf: (id: string, values: readonly string[], signal?: Signal) =>
    call<Page<ListOption>>('GET', `/lists/${at(id)}/options`, { query: { values: values.join(',') }, signal }),
};

export const listKeys = {
  all: ['lists'] as const,
  items: (id: string, search: OptionSearch) => ['lists', id, 'items', search] as const,
  options: (id: string, search: OptionSearch) => ['lists', id, 'options', search] as const,
  option: (id: string, value: string) => ['lists', id, 'option', value] as const,
};
