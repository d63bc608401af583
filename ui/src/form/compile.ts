import type { Calendar, FormDefinition, Language, Rule } from '../api';
import { type Field, fieldAt, fieldsOf, messageOf, rowId, typesOf, type Violation, validate } from '../core/form';
import { applyRules, compileCalendar, compileRules, concernsOf, type RuleSet } from '../core/rule';
import type { FormModel, Item, RuleOutcome, SectionModel } from './model';
import { tokens } from './pointer';

/** What a form is made from: an app's answer, or the definition that came with a case. */
export interface FormSource {
  form: FormDefinition;
  rules: readonly Rule[];
  calendar: Calendar;
  today?: string;
  initiator?: Record<string, unknown>;
}

/** Makes a form ready for use; throws the errors of core/form and core/rule for a definition that is none. */
export function compileForm({ form, rules, calendar, today, initiator }: FormSource): FormModel {
  const fields = fieldsOf(form);
  const set = compileRules(rules, typesOf(form));
  const days = compileCalendar(calendar);
  const sections = sectionsOf(form, fields);
  const places = new Map(sections.flatMap((section) => section.fields).map((field, index) => [field.id, index]));
  const check = (outcome: RuleOutcome) => validate(form, outcome.values, outcome);

  return {
    sections,
    tabs: (form.layout.tabs ?? []).filter((tab) => sections.some((section) => section.tab === tab.id)),
    field: (path) => fieldAt(form, path),
    begin: (values) => filled(fields, known(fields, values), Object.keys(values).length === 0),
    emptyRow: (path) => filled(fieldAt(form, path)?.columns ?? [], {}, true),
    apply: (values) => applyRules(set, { values, today, calendar: days, initiator }),
    concerned: concernsOf(set),
    initial: (path) => initial(fieldAt(form, path)),
    suggested: (outcome) => suggestions(fields, set, outcome),
    validate: (outcome) => mendable(check(outcome), outcome),
    message: (violation, language) => messageOf(form, violation, language),
    mend: (violation, language) => mendOf(form, violation, language),
    order: (a, b) => compare(a, b, form, places),
  };
}

/**
 * The default of each place that a rule has one for: what the last rule that holds suggests, else the schema's own.
 * Places are named by pointer.
 */
function suggestions(fields: readonly Field[], set: RuleSet, { values, defaults }: RuleOutcome): Map<string, unknown> {
  const out = new Map<string, unknown>();
  const at = (field: Field, path: string) =>
    out.set(`/${path.replaceAll('.', '/')}`, defaults.get(path) ?? initial(field));
  for (const step of set.steps) {
    if (step.defaults.length === 0) continue;
    const top = fields.find((field) => field.id === (step.table ?? step.field));
    if (step.table === undefined) {
      if (top) at(top, step.field);
      continue;
    }
    const column = top?.columns.find((each) => each.id === step.column);
    const rows = values[step.table];
    for (let row = 0; column && Array.isArray(rows) && row < rows.length; row++) {
      at(column, `${step.table}.${row}.${step.column}`);
    }
  }
  return out;
}

/** The layout's sections, and one more for fields that none of them names. */
function sectionsOf(form: FormDefinition, fields: readonly Field[]): SectionModel[] {
  const rest = new Map(fields.map((field) => [field.id, field]));
  const take = (ids: readonly string[]) =>
    ids.flatMap((id): Item[] => {
      const field = rest.get(id);
      const block = form.layout.blocks?.[id];
      rest.delete(id);
      if (field) return [{ id, field }];
      return block ? [{ id, block }] : [];
    });
  const tabs = new Set(form.layout.tabs?.map((tab) => tab.id));
  const section = (id: string, items: readonly Item[]): SectionModel => {
    const fields = items.flatMap((item) => (item.field ? [item.field] : []));
    return { id, columns: 1, fields, items };
  };
  const sections: SectionModel[] = form.layout.sections.map(({ id, title, columns = 1, tab, fields: ids }) => ({
    ...section(id, take(ids)),
    title,
    columns,
    // Nothing is lost with a tab that is gone.
    tab: tab && tabs.has(tab) ? tab : undefined,
  }));
  if (rest.size > 0) {
    sections.push(
      section(
        '$rest',
        [...rest.values()].map((field) => ({ id: field.id, field })),
      ),
    );
  }
  return sections;
}

/** Without what the form no longer has: a draft may be older than the revision that it is gone on with. */
function known(fields: readonly Field[], values: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.id];
    if (value === undefined) continue;
    const rows = field.kind === 'table' && Array.isArray(value);
    out[field.id] = rows ? value.map((row) => (isRecord(row) ? knownRow(field.columns, row) : row)) : value;
  }
  return out;
}

/** A row keeps its id, by which the server knows it again. */
function knownRow(columns: readonly Field[], row: Record<string, unknown>): Record<string, unknown> {
  const cells = known(columns, row);
  return row[rowId] === undefined ? cells : { [rowId]: row[rowId], ...cells };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a field begins with where no rule says otherwise. */
function initial(field: Field | undefined): unknown {
  return field?.schema.default ?? (field?.kind === 'boolean' ? false : undefined);
}

/** A switch that shows "no" has to mean it; other defaults are only for what is new. */
function filled(fields: readonly Field[], values: Record<string, unknown>, fresh: boolean): Record<string, unknown> {
  const out = { ...values };
  for (const field of fields) {
    if (out[field.id] !== undefined) continue;
    const value = fresh || field.kind === 'boolean' ? initial(field) : undefined;
    if (value !== undefined) out[field.id] = structuredClone(fresh ? value : false);
  }
  return out;
}

/**
 * A computed value that is missing cannot be filled in, only what it is computed from: it is left out as
 * long as there is anything else to say.
 */
function mendable(found: readonly Violation[], outcome: RuleOutcome): readonly Violation[] {
  const rest = found.filter(({ code, path }) => code !== 'form.required' || !outcome.locked.has(definedAt(path)));
  return rest.length > 0 ? rest : found;
}

function definedAt(pointer: string): string {
  return tokens(pointer)
    .filter((token) => !/^\d+$/.test(token))
    .join('.');
}

/** The message without the field's name: every message is "name: mend". */
function mendOf(form: FormDefinition, violation: Violation, language: Language): string {
  if (!fieldAt(form, definedAt(violation.path))) return messageOf(form, violation, language);
  const nameless = { ...violation, params: { ...violation.params, field: '' } };
  const text = messageOf(form, nameless, language).replace(/^\s*[:：]\s*/, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function compare(a: string, b: string, form: FormDefinition, places: ReadonlyMap<string, number>): number {
  const [topA = '', rowA = '-1', columnA = ''] = tokens(a);
  const [topB = '', rowB = '-1', columnB = ''] = tokens(b);
  const columns = fieldAt(form, topA)?.columns.map((column) => column.id) ?? [];
  return (
    (places.get(topA) ?? -1) - (places.get(topB) ?? -1) ||
    Number(rowA) - Number(rowB) ||
    columns.indexOf(columnA) - columns.indexOf(columnB)
  );
}
