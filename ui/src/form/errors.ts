import type { FieldProblem } from '../api';
import type { FormModel, RuleOutcome, Violation } from './model';
import { child, definitionPath, tokens, within } from './pointer';
import type { ErrorLine } from './state';

/**
 * What is wrong with a form on screen, each by the field that answers for it: what its own check found, what the
 * server refused, and whether the reader has come so far that it may be said.
 */
export class FormErrors {
  private readonly model: FormModel;
  private readonly silent: (path: string) => boolean;
  private refusals = new Map<string, string>();
  private found = new Map<string, Violation>();
  private readonly touched = new Set<string>();
  private all = false;

  /** `silent` tells whether nothing is said of a violation, by its pointer: the reader could not mend it. */
  constructor(model: FormModel, silent: (pointer: string) => boolean) {
    this.model = model;
    this.silent = silent;
  }

  /** Whether everything that is wrong may be said. */
  get attempted(): boolean {
    return this.all;
  }

  /** Whether anything may be said that the check finds. */
  get awaited(): boolean {
    return this.all || this.touched.size > 0;
  }

  /** Whether the check found nothing. */
  get none(): boolean {
    return this.found.size === 0;
  }

  /** From now on what is wrong with a place may be said. */
  touch(pointer: string): void {
    this.touched.add(pointer);
  }

  /** From now on everything may be said; what the server refused before is put away. */
  attempt(): void {
    this.all = true;
    this.refusals = new Map();
  }

  /** Takes in what the server refused. */
  refuse(errors: readonly FieldProblem[]): void {
    this.all = true;
    this.refusals = new Map(errors.map((error) => [this.owner(error.path), error.message]));
  }

  /** Says something of places beside what was said of others. */
  doubt(said: readonly Pick<FieldProblem, 'path' | 'message'>[]): void {
    for (const { path, message } of said) this.refusals.set(this.owner(path), message);
  }

  /** Begins anew, as with another form. */
  clear(): void {
    this.touched.clear();
    this.refusals = new Map();
    this.all = false;
  }

  /** Puts away what the server refused at a place, and below it. */
  forgive(pointer: string): void {
    for (const path of [...this.refusals.keys()]) if (within(path, pointer)) this.refusals.delete(path);
  }

  /** Nothing is said of what stands below a place until it is touched again. */
  untouch(pointer: string): void {
    for (const path of [...this.touched]) if (within(path, pointer)) this.touched.delete(path);
  }

  check(outcome: RuleOutcome): void {
    this.found = new Map();
    for (const violation of this.model.validate(outcome)) {
      if (this.silent(violation.path)) continue;
      const owner = this.owner(violation.path);
      const before = this.found.get(owner);
      // What is wrong is said before what is missing: a date range answers for both of its ends.
      if (!before || (before.code === 'form.required' && violation.code !== before.code))
        this.found.set(owner, violation);
    }
  }

  /** What may be said of one place. */
  at(pointer: string): { violation: Violation | undefined; refusal: string | undefined } {
    const shows = this.all || this.touched.has(pointer);
    return { violation: shows ? this.found.get(pointer) : undefined, refusal: this.refusals.get(pointer) };
  }

  /** What is to be mended, in the order of the form; nothing before the first attempt. */
  collect(): ErrorLine[] {
    if (!this.all) return [];
    const lines = new Map<string, ErrorLine>();
    for (const [pointer, violation] of this.found) lines.set(pointer, { pointer, violation });
    for (const [pointer, refusal] of this.refusals) lines.set(pointer, { pointer, refusal });
    return [...lines.values()].sort((a, b) => this.model.order(a.pointer, b.pointer));
  }

  /** The pointer of the field on screen that an error belongs to: a date range answers for its ends. */
  private owner(pointer: string): string {
    const path = tokens(pointer);
    while (path.length > 0) {
      const here = path.reduce(child, '');
      // A row is no field of its own: what is wrong with it as a whole is said at the table.
      if (!/^\d+$/.test(path.at(-1) ?? '') && this.model.field(definitionPath(here))) return here;
      path.pop();
    }
    return '';
  }
}
