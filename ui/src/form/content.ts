import type { FormModel, RuleOutcome } from './model';
import { child, definitionPath, get, put, same, tokens, within } from './pointer';

/** How often defaults are let follow each other after one change. */
const MOST_ROUNDS = 20;

/** What was typed into a form, and what its rules make of it. It knows neither errors nor who looks at it. */
export class FormContent {
  typed: Record<string, unknown>;
  outcome: RuleOutcome;
  /** The defaults that rules suggested last, by pointer. */
  private suggested: ReadonlyMap<string, unknown> = new Map();
  /** Whether defaults have stopped following each other. */
  private settled = false;

  constructor(
    private readonly model: FormModel,
    values: Record<string, unknown>,
    private readonly asked: readonly string[],
    private readonly frozen: boolean,
  ) {
    this.typed = values;
    this.outcome = this.begin(values);
  }

  /** Replaces everything. */
  begin(values: Record<string, unknown>): RuleOutcome {
    this.typed = this.frozen ? values : this.model.begin(values);
    this.suggested = new Map();
    // What a draft lacks was left out on purpose, or waits for its rule to hold: only a new form is filled.
    if (!this.frozen && Object.keys(values).length > 0) this.suggested = this.model.suggested(this.apply());
    this.settle();
    return this.outcome;
  }

  /** Puts a value without asking the rules yet: {@link settle} does. */
  put(pointer: string, value: unknown): void {
    this.typed = put(this.typed, pointer, value);
  }

  /**
   * Puts a value and settles. Returns whether that changed nothing but this place: what no rule reads or decides is
   * put into what there is, so that a keystroke costs the same however many rules and rows there are.
   */
  type(pointer: string, value: unknown): boolean {
    this.put(pointer, value);
    const alone = this.standsAlone(pointer, value);
    if (alone) {
      const values = put(this.outcome.values, pointer, value ?? undefined);
      this.outcome = { ...this.outcome, values };
    } else this.settle();
    return alone;
  }

  /**
   * Applies the rules, and lets defaults follow them: a place that still has the default from before, or nothing
   * where there was none, gets the new one. What a person typed, or cleared, differs from it and stays. A default
   * may bring about another, so this goes on until nothing changes; circles are refused when an app is published,
   * and the bound is for those that were not.
   */
  settle(): void {
    this.outcome = this.apply();
    this.settled = false;
    if (this.frozen) return;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const now = this.model.suggested(this.outcome);
      const stale = [...now].filter(([pointer, value]) => {
        const last = this.suggested.has(pointer)
          ? this.suggested.get(pointer)
          : this.model.initial(definitionPath(pointer));
        return !same(last, value) && same(get(this.typed, pointer), last);
      });
      this.suggested = now;
      if (stale.length === 0) {
        this.settled = true;
        break;
      }
      for (const [pointer, value] of stale) this.put(pointer, value);
      this.outcome = this.apply();
    }
  }

  /** Suggestions are kept by row number: `from` says which row each one was. A new row has none yet. */
  moveRows(pointer: string, from: readonly number[]): void {
    const rest = [...this.suggested].filter(([place]) => !within(place, pointer));
    const moved = [...this.suggested].flatMap(([place, value]): [string, unknown][] => {
      if (!within(place, pointer)) return [];
      const [row = '', ...below] = tokens(place.slice(pointer.length));
      const to = from.indexOf(Number(row));
      return to < 0 ? [] : [[[to, ...below].reduce<string>(child, pointer), value]];
    });
    this.suggested = new Map([...rest, ...moved]);
  }

  /** Lists are left to the rules: their nulls go, and their length may be what a rule goes by. */
  private standsAlone(pointer: string, value: unknown): boolean {
    if (!this.settled || (typeof value === 'object' && value !== null)) return false;
    const path = tokens(pointer);
    if (path.length !== 1 && path.length !== 3) return false;
    if (Array.isArray(get(this.outcome.values, pointer)) || this.model.concerned(definitionPath(pointer))) return false;
    if (path.length === 1) return true;
    const rows = get(this.outcome.values, `/${path[0]}`);
    const row = Array.isArray(rows) ? rows[Number(path[1])] : undefined;
    return typeof row === 'object' && row !== null && !Array.isArray(row);
  }

  private apply(): RuleOutcome {
    let outcome = this.model.apply(this.typed);
    if (this.asked.length > 0) outcome = { ...outcome, required: new Set([...outcome.required, ...this.asked]) };
    return this.frozen ? { ...outcome, values: this.typed } : outcome;
  }
}
