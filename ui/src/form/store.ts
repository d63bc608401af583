import type { FieldProblem } from '../api';
import { toldApart } from './cells';
import { FormContent } from './content';
import { FormErrors } from './errors';
import { FormMask } from './mask';
import type { FormModel, RuleOutcome } from './model';
import { Places } from './places';
import { at, child, definitionPath, get, same, within } from './pointer';
import type { ErrorLine, FieldState, StoreOptions } from './state';
import { mergeRows } from './table/mergeRows';

const CHECK_AFTER = 200;

/**
 * The values of one form on screen. Fields subscribe by JSON pointer, so that a keystroke renders the field
 * it belongs to and those that a rule changes, and nothing else, however large the form is.
 *
 * What is typed stays in {@link draft}, also below a field that a rule hides; {@link values} is what counts:
 * hidden values removed, computed ones filled in.
 */
export class FormStore {
  readonly model: FormModel;
  /** What the form began with. */
  private given: Record<string, unknown>;
  private readonly content: FormContent;
  private readonly mask: FormMask;
  private readonly scripted: ReadonlySet<string>;
  private readonly fixed: ReadonlySet<string>;
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly watchers = new Set<() => void>();
  private readonly places: Places;
  private readonly states = new Map<string, FieldState>();
  private readonly rowKeys = new Map<string, string[]>();
  private readonly wrong: FormErrors;
  private checkTimer: ReturnType<typeof setTimeout> | undefined;
  private nextKey = 0;
  private edits = 0;
  private lines: ErrorLine[] = [];

  constructor(model: FormModel, options: StoreOptions) {
    this.model = model;
    this.places = new Places(model);
    this.mask = new FormMask(options);
    this.scripted = new Set(options.computed);
    this.fixed = new Set(options.fixed);
    this.given = options.values;
    this.content = new FormContent(model, options.values, options.required ?? [], options.frozen ?? false);
    this.wrong = new FormErrors(model, (at) => this.mask.unmendable(at));
    this.check();
  }

  /** What the form holds: hidden values removed, computed ones filled in. */
  get values(): Record<string, unknown> {
    return this.outcome.values;
  }

  /** What was typed, for keeping; hidden fields keep what they had. */
  get draft(): Record<string, unknown> {
    return this.content.typed;
  }

  /** What to send: what the form holds without the fields and columns that the reader may not write. */
  get payload(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.values)
        .filter(([id]) => !this.mask.closed(id))
        .map(([id, value]) => [id, this.mask.openCells(id, value)]),
    );
  }

  /** What the reader changed of a form that there was: null for what they emptied. */
  get changes(): Record<string, unknown> {
    const now = this.payload;
    const emptied = Object.keys(this.given).filter(
      (id) => !(id in now) && !this.mask.closed(id) && !this.outcome.hidden.has(id),
    );
    const changed = Object.entries(now).filter(([id, value]) => !same(value, this.mask.openCells(id, this.given[id])));
    const told = changed.map(([id, value]) => [id, toldApart(value, this.given[id])]);
    return Object.fromEntries([...told, ...emptied.map((id) => [id, null])]);
  }

  /** Whether the rows of a table stay as they are, because the reader may write some of its columns only. */
  rowsStay(pointer: string): boolean {
    return this.fixed.has(definitionPath(pointer));
  }

  /** Counts what the reader changed; {@link reset} does not count. */
  get revision(): number {
    return this.edits;
  }

  /** Calls `listener` whenever the state of the field at `pointer` becomes another. */
  subscribe(pointer: string, listener: () => void): () => void {
    const set = this.listeners.get(pointer) ?? new Set();
    set.add(listener);
    this.listeners.set(pointer, set);
    return () => {
      set.delete(listener);
      if (set.size > 0) return;
      this.listeners.delete(pointer);
      this.states.delete(pointer);
    };
  }

  /** Calls `listener` after any change of values or errors. */
  watch(listener: () => void): () => void {
    this.watchers.add(listener);
    return () => this.watchers.delete(listener);
  }

  field(pointer: string): FieldState {
    const known = this.states.get(pointer);
    if (known) return known;
    const state = this.compute(pointer);
    this.states.set(pointer, state);
    return state;
  }

  set(pointer: string, value: unknown): void {
    const alone = this.content.type(pointer, value);
    this.wrong.forgive(pointer);
    this.changed(alone ? pointer : '');
  }

  /** Fills in several fields at once, as the reader would one by one. */
  fill(values: Readonly<Record<string, unknown>>): void {
    for (const [id, value] of Object.entries(values)) {
      this.content.put(`/${id}`, value);
      this.rowKeys.delete(`/${id}`);
    }
    this.content.settle();
    this.changed();
  }

  /** Notes that the reader has left a field: from now on its errors show. */
  leave(pointer: string): void {
    this.wrong.touch(pointer);
    this.check();
    this.publish();
  }

  rows(pointer: string): string[] {
    const count = this.rowValues(pointer).length;
    const keys = this.rowKeys.get(pointer);
    if (keys?.length === count) return keys;
    const fresh = Array.from({ length: count }, (_, index) => keys?.[index] ?? this.freshKey());
    this.rowKeys.set(pointer, fresh);
    return fresh;
  }

  /** Adds an empty row at a place; at the end without one. */
  addRow(pointer: string, at = Number.POSITIVE_INFINITY): void {
    this.changeRows(pointer, (rows) =>
      rows.splice(at, 0, [this.freshKey(), this.model.emptyRow(definitionPath(pointer))]),
    );
  }

  /** Copies rows to right below the last of them. What the reader may not write begins anew. */
  copyRows(pointer: string, indices: readonly number[]): void {
    const path = definitionPath(pointer);
    const empty = this.model.emptyRow(path);
    this.changeRows(pointer, (rows) => {
      const copies = indices.flatMap((index): [string, unknown][] => {
        const row = rows[index];
        return row ? [[this.freshKey(), this.mask.copyOf(path, row[1] as object, empty)]] : [];
      });
      rows.splice(Math.max(...indices) + 1, 0, ...copies);
    });
  }

  removeRows(pointer: string, indices: readonly number[]): void {
    this.changeRows(pointer, (rows) => {
      for (const index of [...indices].sort((a, b) => b - a)) rows.splice(index, 1);
    });
  }

  /** The rows of a table as they were typed. */
  typedRows(pointer: string): Record<string, unknown>[] {
    return this.rowValues(pointer) as Record<string, unknown>[];
  }

  /**
   * Replaces the rows of a table at once; what is wrong with the places in `shown` is said from now on. A row at the
   * same place stays the same row. Places that the rules lock or hide then are emptied again, so that nothing is sent
   * that the reader can neither see nor change.
   */
  setRows(pointer: string, next: readonly unknown[], shown: readonly string[] = []): void {
    this.changeRows(pointer, (rows) => {
      const keys = rows.map(([key]) => key);
      rows.splice(0, rows.length, ...next.map((row, i): [string, unknown] => [keys[i] ?? this.freshKey(), row]));
    });
    const barred = shown.filter((place) => {
      const { locked, hidden } = this.compute(place);
      return (locked || hidden) && get(this.draft, place) !== undefined;
    });
    for (const place of barred) this.content.put(place, undefined);
    for (const place of shown) this.wrong.touch(place);
    if (barred.length > 0) this.content.settle();
    this.check();
    this.publish();
  }

  /** Whether nobody sees this column, in any row. */
  columnHidden(path: string): boolean {
    return this.outcome.hidden.has(path) || this.mask.hidden.has(path);
  }

  /** Whether the reader cannot write this column, in any row. */
  columnLocked(path: string): boolean {
    return this.outcome.locked.has(path) || this.mask.locked.has(path);
  }

  moveRow(pointer: string, from: number, to: number): void {
    this.changeRows(pointer, (rows) => {
      const [row] = rows.splice(from, 1);
      if (row) rows.splice(to, 0, row);
    });
  }

  /** Checks everything, shows every error, and tells whether there is none. */
  attempt(): boolean {
    this.wrong.attempt();
    this.check();
    this.publish();
    return this.wrong.none;
  }

  /** Takes in what the server refused. */
  refuse(errors: readonly FieldProblem[]): void {
    this.wrong.refuse(errors);
    this.check();
    this.publish();
  }

  /** Says something of places that the check of the form knows nothing about, until they are changed. */
  doubt(said: readonly Pick<FieldProblem, 'path' | 'message'>[]): void {
    if (said.length === 0) return;
    this.wrong.doubt(said);
    this.publish();
  }

  /** Replaces everything typed, as when a draft arrives. */
  reset(values: Record<string, unknown>): void {
    this.wrong.clear();
    this.rowKeys.clear();
    this.content.begin(values);
    this.check();
    this.publish();
  }

  /**
   * Takes in what the form has become for everybody, under what the reader typed: what they changed stays, the rest is
   * as it is now.
   */
  rebase(values: Record<string, unknown>): void {
    if (same(values, this.given)) return;
    const [was, is] = [this.model.begin(this.given), this.model.begin(values)];
    this.given = values;
    for (const id of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const [before, now, mine] = [was[id], is[id], this.draft[id]];
      const pointer = child('', id);
      if (same(before, now)) continue;
      if (this.model.field(id)?.kind === 'table') {
        const merged = mergeRows(listOf(before), listOf(mine), listOf(now));
        this.changeRows(pointer, (rows) => {
          const keys = rows.map(([key]) => key);
          const next = merged.map(({ row, from }): [string, unknown] => [keys[from] ?? this.freshKey(), row]);
          rows.splice(0, rows.length, ...next);
        });
      } else if (same(mine, before)) this.content.put(pointer, now);
    }
    this.content.settle();
    this.check();
    this.publish();
  }

  /** Takes in what the server worked out. Nobody typed it, so that it counts as no change. */
  derive(values: Record<string, unknown>): void {
    const news = Object.entries(values).filter(([id, value]) => !same(this.draft[id], value));
    if (news.length === 0) return;
    for (const [id, value] of news) this.content.put(child('', id), value);
    this.content.settle();
    if (this.wrong.attempted) this.check();
    this.publish();
  }

  /** What is to be mended, in the order of the form, as of the last attempt; steady between changes. */
  errors(): ErrorLine[] {
    return this.lines;
  }

  private get outcome(): RuleOutcome {
    return this.content.outcome;
  }

  /** Something was typed; nothing but the place at `pointer` can have become another. */
  private changed(pointer = ''): void {
    this.edits++;
    if (this.wrong.awaited) {
      clearTimeout(this.checkTimer);
      this.checkTimer = setTimeout(() => {
        this.check();
        this.publish();
      }, CHECK_AFTER);
    }
    this.publish(pointer);
  }

  private check(): void {
    clearTimeout(this.checkTimer);
    this.wrong.check(this.outcome);
  }

  private publish(pointer = ''): void {
    const lines = this.wrong.collect();
    if (!same(lines, this.lines)) this.lines = lines;
    // A state that nobody subscribes to is not kept up to date, so it must not be kept at all.
    for (const pointer of this.states.keys()) if (!this.listeners.has(pointer)) this.states.delete(pointer);
    for (const [place, set] of this.listeners) {
      if (!within(place, pointer) && !within(pointer, place)) continue;
      const before = this.states.get(place);
      const after = this.compute(place);
      if (before && same(before, after)) continue;
      this.states.set(place, after);
      for (const listener of set) listener();
    }
    for (const watcher of this.watchers) watcher();
  }

  private compute(pointer: string): FieldState {
    const { steps, field, path, top, cell } = this.places.at(pointer);
    const { hidden, required, locked, computed, warnings } = this.outcome;
    const either = (set: ReadonlySet<string>) => set.size > 0 && (set.has(path) || set.has(cell));
    const said =
      warnings.length > 0 ? warnings.filter((warning) => warning.field === path || warning.field === cell) : warnings;
    return {
      // A table answers with the keys of its rows: what is in them concerns only its cells.
      value: field?.kind === 'table' ? this.rows(pointer) : at(this.outcome.values, steps),
      hidden: either(hidden) || hidden.has(top) || this.mask.hidden.has(top) || this.mask.hidden.has(path),
      required: either(required) || (field?.required ?? false),
      locked: either(locked) || locked.has(top) || this.mask.locked.has(top) || this.mask.locked.has(path),
      computed: either(computed) || computed.has(top) || this.scripted.has(top) || undefined,
      veiled: this.mask.veiled.has(path) || this.mask.veiled.has(top) || undefined,
      options: this.left(path, cell),
      warnings: said.length > 0 ? said.map((warning) => warning.text) : undefined,
      ...this.wrong.at(pointer),
    };
  }

  /** What rules leave of the options at a place; of a column and its cell, what both leave. */
  private left(path: string, cell: string): readonly string[] | undefined {
    const { options } = this.outcome;
    const own = options.get(cell);
    return own?.filter((option) => options.get(path)?.includes(option) ?? true) ?? options.get(path);
  }

  private rowValues(pointer: string): unknown[] {
    return listOf(get(this.draft, pointer));
  }

  private changeRows(pointer: string, change: (rows: [string, unknown][]) => unknown): void {
    const keys = this.rows(pointer);
    const rows = this.rowValues(pointer).map((row, index): [string, unknown] => [keys[index] ?? this.freshKey(), row]);
    change(rows);
    this.rowKeys.set(
      pointer,
      rows.map(([key]) => key),
    );
    this.content.put(
      pointer,
      rows.map(([, row]) => row),
    );
    this.content.moveRows(
      pointer,
      rows.map(([key]) => keys.indexOf(key)),
    );
    this.content.settle();
    // Errors are kept by row number, which has just been dealt out anew.
    this.wrong.forgive(pointer);
    this.wrong.untouch(pointer);
    this.changed();
    if (this.wrong.attempted) {
      this.check();
      this.publish();
    }
  }

  private freshKey(): string {
    this.nextKey++;
    return `r${this.nextKey}`;
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
