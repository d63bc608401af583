import type { App, Assignee, Flow, FlowNode } from '../../api/studioTypes';
import { setNode } from './flow';

/** How many other ways a step may try where it finds nobody. */
export const MOST_WAYS = 5;

/** A kind of assignee with what it needs to be complete, as far as that can be guessed. */
export function fresh(kind: Assignee['kind'], firstField?: string, approver = true): Assignee {
  switch (kind) {
    case 'manager':
      return { kind, level: 1 };
    case 'people':
      return { kind, people: [] };
    case 'field':
      return firstField ? { kind, field: firstField } : { kind };
    case 'chosen':
      return { kind, by: approver ? 'approver' : 'initiator' };
    default:
      return { kind };
  }
}

/**
 * Whether on every way to a step somebody decides right before it, so that they can choose who acts there.
 * What passes without anybody acting does not come between; a start or a wait does.
 */
export function decidedBefore(flow: Flow, id: string): boolean {
  const passes = new Set<FlowNode['type']>(['exclusive', 'inclusive', 'parallel', 'join', 'cc', 'notify']);
  const seen = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const here = at;
    for (const { from } of flow.edges.filter((edge) => edge.to === here)) {
      const type = flow.nodes.find((node) => node.id === from)?.type;
      if (seen.has(from) || type === 'approval' || type === 'fillIn') continue;
      if (!type || !passes.has(type)) return false;
      seen.add(from);
      open.push(from);
    }
  }
  return true;
}

/** Sets what a step tries where it finds nobody; none is not written down. */
export function setOtherwise(app: App, id: string, ways: readonly Assignee[]): App {
  return setNode(app, id, { otherwise: ways.length > 0 ? ways.slice(0, MOST_WAYS) : undefined });
}

/** A list with one of its items elsewhere. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** Sets how many are to be chosen: one is not written down. */
export function setCount(assignee: Assignee, least: number, most: number): Assignee {
  const one = most <= 1 && least <= 1;
  const { least: _least, most: _most, ...rest } = assignee;
  return one ? rest : { ...rest, least: Math.max(1, least), most: Math.max(1, least, most) };
}

export const pools = ['anyone', 'role', 'department', 'people'] as const;
export type Pool = (typeof pools)[number];

/** Out of whom people are chosen. */
export function poolOf({ people, role, department }: Assignee): Pool {
  if (people) return 'people';
  if (role !== undefined) return 'role';
  return department === undefined ? 'anyone' : 'department';
}

/** Sets out of whom people are chosen, and forgets who it was. */
export function setPool(assignee: Assignee, pool: Pool): Assignee {
  const { people: _people, role: _role, department: _department, ...rest } = assignee;
  switch (pool) {
    case 'people':
      return { ...rest, people: [] };
    case 'role':
      return { ...rest, role: '' };
    case 'department':
      return { ...rest, department: '' };
    default:
      return rest;
  }
}
