import type { App, FlowNode } from '../../api/studioTypes';
import type { Rule } from '../../api/types';
import { keptBy } from './depends';
import { fieldAt, splitPath } from './fields';
import { drop, object, strings, withForm, withHolder, withLayout, withSections } from './write';

/**
 * Removes a field or a column with everything that only describes it: its words, its place, its access on steps
 * and whether it must be filled in there, its place in the summary, its formula, and the options that it leaves or
 * is left. Rules, conditions, scripts, titles and mappings that read it stay, for their author to mend; each of
 * them is then a finding.
 */
export function removeField(app: App, path: string): App {
  const field = fieldAt(app, path);
  if (!field) return app;
  const [table, column] = splitPath(path);
  const gone = new Set([path, ...field.columns.map((each) => each.path)]);
  let next = withHolder(app, path, (holder, id) => drop(holder, id));
  if (column === undefined) next = independent(next, path);
  else if (next.form.layout.fields[table]?.columns)
    next = withLayout(next, table, (layout) => ({
      ...layout,
      columns: layout.columns?.filter((id) => id !== column),
    }));
  for (const each of gone) next = withLayout(next, each, () => undefined);
  next = withSections(next, (list) =>
    list.map((section) =>
      section.fields.includes(path) ? { ...section, fields: section.fields.filter((id) => id !== path) } : section,
    ),
  );
  if (next.summary?.includes(path)) next = { ...next, summary: next.summary.filter((id) => id !== path) };
  const rules = next.rules.filter((rule) => !describes(rule, gone));
  if (rules.length < next.rules.length) next = { ...next, rules };
  return { ...next, flow: { ...next.flow, nodes: next.flow.nodes.map((node) => closed(node, gone)) } };
}

/** A step without access to fields that are gone. */
function closed(node: FlowNode, gone: ReadonlySet<string>): FlowNode {
  let next = node;
  if (Object.keys(node.fields ?? {}).some((path) => gone.has(path))) {
    const kept = Object.entries(node.fields ?? {}).filter(([path]) => !gone.has(path));
    next = { ...next, fields: Object.fromEntries(kept) };
  }
  if (node.require?.some((path) => gone.has(path))) {
    next = { ...next, require: node.require.filter((path) => !gone.has(path)) };
  }
  return next;
}

/** Whether a rule is nothing but a field's formula, or the options of one field by another, as the inspector keeps them. */
function describes(rule: Rule, gone: ReadonlySet<string>): boolean {
  const kept = keptBy(rule);
  if (kept) return gone.has(kept.path) || gone.has(kept.lead);
  const formula = rule.when === undefined && rule.then.every((action) => action.do === 'set');
  return formula && rule.then.length > 0 && rule.then.every((action) => gone.has(action.field));
}

/** The form without what a field asks of others, or others of it, where it is filled in. */
function independent(app: App, id: string): App {
  const { dependentRequired, ...schema } = app.form.schema;
  if (dependentRequired === undefined) return app;
  const left = Object.entries(object(dependentRequired))
    .filter(([leader]) => leader !== id)
    .map(([leader, others]): [string, string[]] => [leader, strings(others).filter((each) => each !== id)])
    .filter(([, others]) => others.length > 0);
  return withForm(app, {
    schema: { ...schema, ...(left.length > 0 && { dependentRequired: Object.fromEntries(left) }) },
  });
}

/** Removes a section with the fields in it. */
export function removeSection(app: App, id: string): App {
  const section = app.form.layout.sections.find((s) => s.id === id);
  if (!section) return app;
  const next = section.fields.reduce(removeField, app);
  return withSections(next, (list) => list.filter((s) => s.id !== id));
}
