import type { Language, Text } from '../api';
import type { Block, Field, Tab, Violation } from '../core/form';
import type { RuleResult } from '../core/rule';

export type { Field as FieldModel, Kind as FieldKind, Violation } from '../core/form';

export interface SectionModel {
  id: string;
  title?: Text;
  columns: number;
  /** The tab that it stands on. */
  tab?: string;
  fields: readonly Field[];
  /** The fields, and what stands between them, in order. */
  items: readonly Item[];
}

/** What stands in a section. */
export type Item = { id: string; field: Field; block?: undefined } | { id: string; block: Block; field?: undefined };

/** What the rules make of the values. Fields are named by path (`items.amount`). */
export type RuleOutcome = Omit<RuleResult, 'problems'>;

/** A form with its rules, ready for use. It holds no values. */
export interface FormModel {
  readonly sections: readonly SectionModel[];
  /** The tabs that have a section. */
  readonly tabs: readonly Tab[];
  field(path: string): Field | undefined;
  /** The values to begin with: defaults in a form that is new, and "no" for every switch. */
  begin(values: Record<string, unknown>): Record<string, unknown>;
  /** What a new row of a table begins with. */
  emptyRow(path: string): Record<string, unknown>;
  apply(values: Record<string, unknown>): RuleOutcome;
  /** Whether a value at this path can matter to a rule, or is decided by one. */
  concerned(path: string): boolean;
  /** What a field begins with where no rule says otherwise. */
  initial(path: string): unknown;
  /** The default of each place, by pointer, that a rule has one for; undefined where there is none now. */
  suggested(outcome: RuleOutcome): ReadonlyMap<string, unknown>;
  validate(outcome: RuleOutcome): readonly Violation[];
  /** A violation in a sentence that names its field. */
  message(violation: Violation, language: Language): string;
  /** The same beside the field, whose name stands there already. */
  mend(violation: Violation, language: Language): string;
  /** Compares two pointers by where their fields stand in the form. */
  order(a: string, b: string): number;
}
