import type { Option } from '../api';
import type { Source } from '../core/form';
import type { FieldModel } from './model';
import { get, put, tokens } from './pointer';
import type { FormStore } from './store';

/** What a field can be, and what it is called; a value without words stands for itself. */
export type Offered = Option;

/** How the form that is on screen asks for the options of fields whose options a script offers. */
export interface Offer {
  /** What the answers belong to, such as an app and a task: answers for one are not kept for another. */
  scope: readonly string[];
  /** The form as it is sent along. */
  read: (store: FormStore) => Record<string, unknown>;
  /** Of a column, `row` is the index of the row that it is in. */
  ask: (
    field: FieldModel,
    form: Record<string, unknown>,
    signal: AbortSignal,
    row: number | undefined,
  ) => Promise<readonly Offered[]>;
}

/** The key under which the words of an option come with a case. */
export function optionName({ list, script }: Source, value: string): string {
  return script === undefined ? `list/${list}/${value}` : `script/${script}/${value}`;
}

/** The index of the row that a place is in; undefined outside of tables. */
export function rowOf(pointer: string): number | undefined {
  const [, row, column] = tokens(pointer);
  return column === undefined ? undefined : Number(row);
}

/** The form without what is chosen at a place: what its own options can depend on. */
export function without(form: Record<string, unknown>, pointer: string): Record<string, unknown> {
  return get(form, pointer) === undefined ? form : put(form, pointer, undefined);
}
