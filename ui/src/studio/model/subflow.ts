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

/** Whether what one field holds can be put into another; the server judges the rest when it is saved. */
export function fits(from: Field, to: Field): boolean {
  const text = (field: Field) => field.kind === 'text' || field.kind === 'textarea';
  if (text(to)) return text(from) || from.kind === 'choice';
  if (from.kind !== to.kind) return false;
  if (to.kind === 'number') return to.schema.type !== 'integer' || from.schema.type === 'integer';
  if (to.kind === 'choice') return options(from).every((option) => options(to).includes(option));
  return true;
}

const options = (field: Field): unknown[] => (Array.isArray(field.schema.enum) ? field.schema.enum : []);

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
    if (to.kind === 'text' || to.kind === 'textarea') return true;
    return (
      from !== '$no' && to.kind === 'choice' && (from === '$result' || ways.every((way) => options(to).includes(way)))
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
