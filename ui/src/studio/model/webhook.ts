import type { App, Text } from '../../api';
import { fieldsOf } from './fields';

/** The host of an address that a webhook can call, with its port if it names one; empty for any other. */
export function hostOf(address: string | undefined): string {
  try {
    const url = new URL(address ?? '');
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.host : '';
  } catch {
    return ''; // not an address yet
  }
}

/** Scheme, host and port of an address: what a secret is shared with. */
export function originOf(address: string): string {
  return hostOf(address) && new URL(address).origin;
}

/** The fields of the form and the columns of its tables, by their paths. `name` says a field, or a table's column. */
export function sendable(
  app: App,
  name: (title: Text | undefined, column?: Text | undefined) => string,
): { value: string; label: string }[] {
  return fieldsOf(app).flatMap((field) => [
    { value: field.path, label: name(field.layout.title) || field.id },
    ...field.columns.map((column) => ({
      value: column.path,
      label: name(field.layout.title ?? {}, column.layout.title ?? {}) || column.path,
    })),
  ]);
}
