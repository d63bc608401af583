import { isDate } from '../rule';
import { isBlank } from '../rule/text';
import { catalogueOf } from './fields';
import { escapeToken, isObject, property, tokens } from './pointer';
import { insane } from './sane';
import type { Definition, Field, Overrides, Values, Violation } from './types';
import { SchemaValidator } from './validator';
import { tidy } from './violations';

/** Under which a row of a table carries its id, beside its cells. No column can be called so. */
export const rowId = '$id';

const validators = new WeakMap<Definition, SchemaValidator>();

/**
 * What is wrong with the values, by path.
 *
 * A required field that is left blank (nothing but spaces, no rows, no dates) counts as missing. A hidden field is
 * never required, and what the form does not have is refused; only the ids of rows are not looked at. The server
 * checks again, and its result counts.
 */
export function validate(definition: Definition, values: Values, over: Overrides = {}): Violation[] {
  const { document, fields, byPath } = catalogueOf(definition);
  const given = withoutRowIds(fields, withoutUndefined(values));
  const wild = insane(given);
  if (wild.length > 0) return tidy(wild);
  let validator = validators.get(definition);
  if (!validator) {
    validator = new SchemaValidator(document);
    validators.set(definition, validator);
  }
  const check = new Check(over, byPath);
  check.fields(fields, given, '');
  for (const key of Object.keys(given)) if (!byPath.has(key)) check.add(`/${escapeToken(key)}`, 'form.unknownField');
  const found = validator.validate(given, (pointer) =>
    Boolean(over.hidden?.has(pathOf(pointer)) || over.hidden?.has(cellOf(pointer))),
  );
  return tidy([...check.out, ...found]);
}

/** The path of the field or column that a pointer names exactly; `''` where it names something else. */
export function pathOf(pointer: string): string {
  const parts = tokens(pointer);
  if (parts.length === 1) return parts[0] ?? '';
  return parts.length === 3 ? `${parts[0]}.${parts[2]}` : '';
}

/** A column's path in one row, `items.2.kind`, as rules name it. */
function cellOf(pointer: string): string {
  return pointer.slice(1).replaceAll('/', '.');
}

/** Checks what the schema alone does not say: what is required and blank, and the order of dates. */
class Check {
  readonly out: Violation[] = [];

  constructor(
    private readonly over: Overrides,
    private readonly byPath: ReadonlyMap<string, Field>,
  ) {}

  add(path: string, code: string): void {
    this.out.push({ path, code });
  }

  fields(fields: readonly Field[], values: Values, at: string): void {
    for (const f of fields) {
      const v = property(values, f.id);
      const path = `${at}/${f.id}`;
      const cell = cellOf(path);
      const { hidden, required } = this.over;
      const needed = f.required || required?.has(f.path) || required?.has(cell);
      if (needed && blank(v) && !hidden?.has(f.path) && !hidden?.has(cell)) {
        this.add(path, 'form.required');
        continue;
      }
      this.limited(f.path, v, path);
      if (cell !== f.path) this.limited(cell, v, path);
      if (f.kind === 'dateRange') this.dateRange(v, path);
      else if (f.kind === 'table') this.rows(f, v, path);
    }
  }

  /** Refuses what a rule leaves out of a choice's options; of several choices, each. */
  private limited(rulePath: string, v: unknown, path: string): void {
    const options = this.over.options?.get(rulePath);
    if (!options) return;
    const refused = (option: unknown) => typeof option === 'string' && option !== '' && !options.includes(option);
    if (!Array.isArray(v)) {
      if (refused(v)) this.add(path, 'form.enum');
      return;
    }
    v.forEach((option, i) => {
      if (refused(option)) this.add(`${path}/${i}`, 'form.enum');
    });
  }

  private rows(f: Field, v: unknown, path: string): void {
    if (!Array.isArray(v)) return;
    v.forEach((row: unknown, i) => {
      if (!isObject(row)) return;
      this.fields(f.columns, row, `${path}/${i}`);
      for (const key of Object.keys(row)) {
        if (!this.byPath.has(`${f.path}.${key}`)) this.add(`${path}/${i}/${escapeToken(key)}`, 'form.unknownField');
      }
    });
  }

  private dateRange(v: unknown, path: string): void {
    const start = property(v, 'start');
    const end = property(v, 'end');
    if (typeof start !== 'string' || typeof end !== 'string' || !isDate(start) || !isDate(end)) return;
    const backwards = property(v, 'startHalf') === 'pm' && property(v, 'endHalf') === 'am';
    if (end < start || (end === start && backwards)) this.add(path, 'form.dateRangeOrder');
  }
}

/** Whether a value says nothing. */
export function blank(v: unknown): boolean {
  if (v === undefined || v === null) return true;
  if (typeof v === 'string') return isBlank(v);
  if (Array.isArray(v)) return v.length === 0;
  return isObject(v) && Object.keys(v).length === 0;
}

/** What the form asks for: rows of tables without their ids. */
function withoutRowIds(fields: readonly Field[], values: Values): Values {
  const out = { ...values };
  for (const { id, kind } of fields) {
    const rows = out[id];
    if (kind !== 'table' || !Array.isArray(rows)) continue;
    out[id] = rows.map((row: unknown) => {
      if (!isObject(row)) return row;
      const { [rowId]: _, ...cells } = row;
      return cells;
    });
  }
  return out;
}

/** Values as they would be sent: a member that is undefined is not there. */
function withoutUndefined(values: Values): Values {
  const plain = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map((item) => (item === undefined ? null : plain(item)));
    if (!isObject(v)) return v;
    return Object.fromEntries(
      Object.entries(v)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, plain(item)]),
    );
  };
  return plain(values) as Values;
}
