import type { Option } from '../api';
import type { Source } from '../core/form';
import type { FieldModel } from './model';
import type { FormStore } from './store';

/** What a field can be, and what it is called; a value without words stands for itself. */
export type Offered = Option;

/** How the form that is on screen asks for the options of fields whose options a script offers. */
export interface Offer {
  /** What the answers belong to, such as an app and a task: answers for one are not kept for another. */
  scope: readonly string[];
  /** The form as it is sent along. */
  read: (store: FormStore) => Record<string, unknown>;
  ask: (field: FieldModel, form: Record<string, unknown>, signal: AbortSignal) => Promise<readonly Offered[]>;
}

/** The key under which the words of an option come with a case. */
export function optionName({ list, script }: Source, value: string): string {
  return script === undefined ? `list/${list}/${value}` : `script/${script}/${value}`;
}

/** The form without a field: what its own options can depend on. */
export function without(form: Record<string, unknown>, path: string): Record<string, unknown> {
  const [id = '', column] = path.split('.');
  const { [id]: own, ...rest } = form;
  if (column === undefined || !Array.isArray(own)) return rest;
  const rows = own.map((row: unknown) => {
    if (row === null || typeof row !== 'object') return row;
    const { [column]: _, ...cells } = row as Record<string, unknown>;
    return cells;
  });
  return { ...rest, [id]: rows };
}
