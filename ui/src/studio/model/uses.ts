import type { App } from '../../api/studioTypes';
import type { Text } from '../../api/types';
import { scriptKeys, sourceOf } from './scripts';

/** A place that reads a field and would break or change without it. */
export interface Use {
  kind: 'rule' | 'branch' | 'step' | 'title' | 'summary' | 'script';
  /** The rule's, edge's or node's id; the script's key. */
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

/** Everything outside the form that uses a field or a column, in the order in which it stands in the app. */
export function usesOf(app: App, field: string): Use[] {
  const uses: Use[] = [];
  for (const rule of app.rules) {
    const acts = rule.then.some((action) => within(action.field, field) || reads(action.value, field));
    if (acts || reads(rule.when, field)) uses.push({ kind: 'rule', id: rule.id, name: rule.name ?? {} });
  }
  for (const node of app.flow.nodes) {
    const { each = '', fill = [], take = [] } = node.sub ?? {};
    const mapped = [
      each,
      ...fill.map(({ from = '' }) => from),
      ...take.map(({ to }) => to),
      ...(node.webhook?.fields ?? []),
    ];
    const asked = node.assignee?.kind === 'field' && node.assignee.field === field;
    if (asked || mapped.some((path) => within(path, field))) {
      uses.push({ kind: 'step', id: node.id, name: node.name ?? {} });
    }
  }
  for (const edge of app.flow.edges) {
    if (reads(edge.when, field)) uses.push({ kind: 'branch', id: edge.id, name: edge.name ?? {} });
  }
  if (Object.values(app.title).some((words) => words?.includes(`{${field}}`))) {
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
