import type { App, FlowNode } from '../../api/studioTypes';
import type { Text } from '../../api/types';
import type { Schema } from './kinds';
import { scriptKeys, sourceOf } from './scripts';
import { object, strings } from './write';

/** A place that reads a field and would break or change without it. */
export interface Use {
  kind: 'rule' | 'branch' | 'step' | 'field' | 'form' | 'title' | 'summary' | 'script';
  /** The rule's, edge's or node's id; the field's path; the script's key. */
  id: string;
  name: Text;
}

/** Whether a path is the field itself or one of its columns. */
function within(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`);
}

/** The paths that an expression reads, each once. */
export function pathsIn(expr: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(expr)) {
    for (const item of expr) pathsIn(item, found);
  } else if (expr !== null && typeof expr === 'object') {
    for (const [operator, operands] of Object.entries(expr)) {
      const path = operator === 'var' ? (Array.isArray(operands) ? operands[0] : operands) : undefined;
      if (typeof path === 'string') found.add(path);
      else pathsIn(operands, found);
    }
  }
  return found;
}

function reads(expr: unknown, field: string): boolean {
  for (const path of pathsIn(expr)) if (within(path, field)) return true;
  return false;
}

/** The fields that a step names, other than by what may be done with them there. */
function namedAt(node: FlowNode): string[] {
  const { each = '', fill = [], take = [] } = node.sub ?? {};
  const ways = [node.assignee, ...(node.otherwise ?? []), node.deadline?.to];
  return [
    each,
    ...fill.map(({ from = '' }) => from),
    ...take.map(({ to }) => to),
    ...(node.webhook?.fields ?? []),
    ...ways.map((way) => way?.field ?? ''),
    node.wait?.field ?? '',
  ];
}

function shows(template: Text | undefined, field: string): boolean {
  return Object.values(template ?? {}).some((words) => words?.includes(`{${field}}`));
}

/** The fields that a form's schema names beside the fields themselves, such as in its conditions. */
export function namedBetween(schema: Schema): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (part: unknown): void => {
    if (part === null || typeof part !== 'object') return;
    if (Array.isArray(part)) for (const each of part) walk(each);
    const each = object(part);
    for (const id of strings(each.required)) found.add(id);
    for (const key of ['properties', 'dependentSchemas', 'dependentRequired']) {
      for (const [id, named] of Object.entries(object(each[key]))) {
        found.add(id);
        for (const other of strings(named)) found.add(other);
        if (key === 'dependentSchemas') walk(named);
      }
    }
    for (const key of ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else']) walk(each[key]);
  };
  const { properties: _fields, required: _required, ...rest } = schema;
  walk(rest);
  return found;
}

/** Everything that uses a field or a column beside itself, in the order in which it stands in the app. */
export function usesOf(app: App, field: string): Use[] {
  const uses: Use[] = [];
  for (const rule of app.rules) {
    const acts = rule.then.some((action) => within(action.field, field) || reads(action.value, field));
    if (acts || reads(rule.when, field)) uses.push({ kind: 'rule', id: rule.id, name: rule.name ?? {} });
  }
  for (const node of app.flow.nodes) {
    if (namedAt(node).some((path) => within(path, field)) || shows(node.message, field)) {
      uses.push({ kind: 'step', id: node.id, name: node.name ?? {} });
    }
  }
  for (const edge of app.flow.edges) {
    if (reads(edge.when, field)) uses.push({ kind: 'branch', id: edge.id, name: edge.name ?? {} });
  }
  for (const [path, look] of Object.entries(app.form.layout.fields)) {
    if (look.source?.under !== undefined && !within(path, field) && within(look.source.under, field))
      uses.push({ kind: 'field', id: path, name: look.title ?? {} });
  }
  if (namedBetween(app.form.schema).has(field)) uses.push({ kind: 'form', id: 'form', name: {} });
  if (shows(app.title, field)) {
    uses.push({ kind: 'title', id: 'title', name: app.title });
  }
  if (app.summary?.includes(field)) uses.push({ kind: 'summary', id: 'summary', name: {} });
  const [id = field, column] = field.split('.');
  // An id that came from elsewhere may hold anything, so it is looked for as it stands.
  const word = (column ?? id).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const mention = new RegExp(`(?<![A-Za-z0-9_$])${word}(?![A-Za-z0-9_$])`);
  for (const key of scriptKeys(app)) {
    const sets = key === 'compute' && app.scripts?.sets?.includes(field);
    if (sets || mention.test(sourceOf(app, key))) uses.push({ kind: 'script', id: key, name: {} });
  }
  return uses;
}
