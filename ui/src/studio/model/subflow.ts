import type { App, Filling, SubFlow, Taking } from '../../api/studioTypes';
import type { FormDefinition, Rule } from '../../api/types';
import { type Field, fieldAt, fieldsOf } from './fields';
import { pruned } from './flow';

/** What can be taken over of a case beside its fields. */
export const besides = ['$status', '$result', '$no'] as const;
export type Beside = (typeof besides)[number];

export const isBeside = (from: string): from is Beside => besides.some((each) => each === from);

/** The fields of another app's form, in the order in which they stand on it. */
export function fieldsOfForm(form: FormDefinition): Field[] {
  return fieldsOf({ form } as App);
}

/** The fields that an app always works out by itself, so that nobody fills them in. */
export function workedOut(rules: readonly Rule[]): Set<string> {
  const always = rules.filter((rule) => rule.enabled && rule.when === undefined).flatMap((rule) => rule.then);
  return new Set(always.filter((action) => action.do === 'set').map((action) => action.field));
}

const own = new Set<unknown>(['date', 'time', 'date-time', 'person', 'department']);

/** What a field holds, however it looks: an e-mail address is a text, an amount of money a number. */
export function holds(field: Field): string {
  const { type, format, enum: values, items } = field.schema;
  if (values !== undefined) return 'choice';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'string') return own.has(format) ? String(format) : 'text';
  if (type !== 'array' || field.kind === 'table') return field.kind;
  const item = (items ?? {}) as Record<string, unknown>;
  return item.enum === undefined ? `${item.format ?? ''} list` : 'choices';
}

/** Whether what one field holds can be put into another; the server judges the rest when it is saved. */
export function fits(from: Field, to: Field): boolean {
  const [what, into] = [holds(from), holds(to)];
  if (into === 'text') return what === 'text' || what === 'choice';
  if (what !== into) return false;
  if (into === 'number') return to.schema.type !== 'integer' || from.schema.type === 'integer';
  if (into === 'choice' || into === 'choices') return options(from).every((option) => options(to).includes(option));
  return true;
}

function options(field: Field): unknown[] {
  const items = (field.schema.items ?? {}) as Record<string, unknown>;
  const values = field.schema.enum ?? items.enum;
  return Array.isArray(values) ? values : [];
}

const ways = ['approved', 'rejected', 'withdrawn', 'terminated'];

/** The fields of this form, and the columns of the table whose rows are gone through. */
function within(app: App, each: string | undefined): Field[] {
  return [...fieldsOf(app), ...(each ? (fieldAt(app, each)?.columns ?? []) : [])];
}

/** What of this form fits a field of the other one. */
export function sourcesFor(app: App, each: string | undefined, to: Field): Field[] {
  return within(app, each).filter((field) => field.path !== each && fits(field, to));
}

/** Where something of the other case can be put: with a table, into a column of its row. */
export function targetsFor(app: App, each: string | undefined, from: Field | Beside): Field[] {
  const targets = each ? (fieldAt(app, each)?.columns ?? []) : fieldsOf(app);
  return targets.filter((to) => {
    if (typeof from !== 'string') return fits(from, to);
    if (holds(to) === 'text') return true;
    return (
      from !== '$no' && holds(to) === 'choice' && (from === '$result' || ways.every((way) => options(to).includes(way)))
    );
  });
}

/** Changes settings; what is left at its default, or holds nothing, is not written down. */
export function changed(sub: SubFlow, patch: Partial<SubFlow>): SubFlow {
  const next = { ...sub, ...patch };
  const started = next.until === 'started';
  return pruned({
    ...next,
    fill: next.fill?.length ? next.fill : undefined,
    take: next.take?.length && !started ? next.take : undefined,
    until: started ? next.until : undefined,
    need: started || next.need === 'all' ? undefined : next.need,
  });
}

/** Goes through another table, or none: what was read from or put into the old one's columns is dropped. */
export function goneThrough(sub: SubFlow, each: string | undefined): SubFlow {
  return changed(sub, {
    each,
    fill: sub.fill?.filter((fill) => !fill.from?.includes('.')),
    take: each === sub.each ? sub.take : undefined,
  });
}

/** Fills a field of the other form, or leaves it empty where there is nothing to fill it with. */
export function filledWith(sub: SubFlow, field: string, what: Omit<Filling, 'field'> | undefined): SubFlow {
  const fill = (sub.fill ?? []).filter((each) => each.field !== field);
  return changed(sub, { fill: what ? [...fill, { field, ...what }] : fill });
}

/** Changes one thing that is taken over; undefined drops it, and the index behind the last adds one. */
export function takenAt(sub: SubFlow, index: number, taking: Taking | undefined): SubFlow {
  const take = [...(sub.take ?? [])];
  take.splice(index, 1, ...(taking ? [taking] : []));
  return changed(sub, { take });
}
