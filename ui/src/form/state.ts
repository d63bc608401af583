import type { Text } from '../api';
import type { Violation } from './model';

/** Everything that one field on screen needs to know; the same object as long as nothing of it changes. */
export interface FieldState {
  value: unknown;
  hidden: boolean;
  required: boolean;
  locked: boolean;
  /** Why it is locked: a rule or a script works it out. */
  computed?: boolean;
  /** There may be a value that the reader does not get. */
  veiled?: boolean;
  /** What rules leave of a choice's options; undefined for all of them. */
  options?: readonly string[];
  /** What rules say here, without keeping anyone from submitting. */
  warnings?: readonly Text[];
  /** What the check of the form found here. */
  violation?: Violation;
  /** What the server said about this place. */
  refusal?: string;
}

/** One line of the error summary. */
export interface ErrorLine {
  pointer: string;
  violation?: Violation;
  refusal?: string;
}

export interface StoreOptions {
  values: Record<string, unknown>;
  /** Field ids that nobody may change here. */
  locked?: readonly string[];
  /** Those of the locked that a script works out. */
  computed?: readonly string[];
  /** Tables whose rows stay as they are: only cells of them may be changed here. */
  fixed?: readonly string[];
  /** Field ids that are not shown here. */
  hidden?: readonly string[];
  /** Paths of sensitive fields and columns whose values the reader does not get. */
  veiled?: readonly string[];
  /** Paths that must be filled in here, whatever the form asks for. */
  required?: readonly string[];
  /** Shows values as they are stored: nothing is filled in, and nothing is computed anew. */
  frozen?: boolean;
}
