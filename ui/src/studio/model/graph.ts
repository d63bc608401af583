import type { Flow, FlowNode } from '../../api/studioTypes';

/** Which nodes follow each node, in edge order, each once. */
export function successors(flow: Flow): Map<string, string[]> {
  const next = new Map<string, string[]>(flow.nodes.map((node) => [node.id, []]));
  for (const edge of flow.edges) {
    const list = next.get(edge.from);
    if (list && next.has(edge.to) && !list.includes(edge.to)) list.push(edge.to);
  }
  return next;
}

/** Everything that can be reached from a node, itself included, without passing through `without`. */
export function reach(next: Map<string, string[]>, from: string, without?: string): Set<string> {
  const seen = new Set<string>(from === without ? [] : [from]);
  for (const id of seen) for (const to of next.get(id) ?? []) if (to !== without) seen.add(to);
  return seen;
}

/**
 * Where all ways out of a node meet again: the nearest node that each of them passes. Undefined when
 * they end apart.
 */
export function joinOf(flow: Flow, id: string): string | undefined {
  return joinIn(flow, successors(flow), id);
}

export function joinIn(flow: Flow, next: Map<string, string[]>, id: string): string | undefined {
  const exits = new Set(flow.nodes.filter((node) => (next.get(node.id) ?? []).length === 0).map((node) => node.id));
  const candidates = [...reach(next, id)].filter((node) => {
    if (node === id) return false;
    // The node is on every way out if no exit is left once it is taken away.
    for (const left of reach(next, id, node)) if (exits.has(left)) return false;
    return true;
  });
  return candidates.find((node) => {
    const after = reach(next, node);
    return candidates.every((other) => after.has(other));
  });
}

/** The gateway and the nodes of its branches, up to where they meet. */
export function regionOf(flow: Flow, gateway: string): Set<string> {
  const next = successors(flow);
  return reach(next, gateway, joinIn(flow, next, gateway));
}

/** Whether several branches of a node may run at the same time. */
export const isFork = (node: FlowNode | undefined): boolean => node?.type === 'parallel' || node?.type === 'inclusive';

/**
 * Whether a join has branches to wait for: some fork leads to it by more than one of them, before that
 * fork's branches have met elsewhere.
 */
export function joins(flow: Flow, join: string): boolean {
  const next = successors(flow);
  return flow.nodes.filter(isFork).some((fork) => {
    const meet = joinIn(flow, next, fork.id);
    const without = meet === join ? undefined : meet;
    const leading = flow.edges.filter((edge) => edge.from === fork.id && reach(next, edge.to, without).has(join));
    return leading.length > 1;
  });
}
