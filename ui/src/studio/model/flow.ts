import type { App, Flow, FlowEdge, FlowNode } from '../../api/studioTypes';
import type { FieldAccess } from '../../api/types';
import { isFork, joinOf, joins, regionOf } from './graph';
import { type Ids, randomIds } from './ids';
import { setSource, setsNothing, stepScript, withFlow } from './scripts';

/** Where something is put in: on an edge, or behind the point where a gateway's branches meet. */
export type Place = { edge: string } | { join: string };

/** A step that people see or act on. */
export type StepType = 'approval' | 'fillIn' | 'cc' | 'notify' | 'wait' | 'script' | 'subflow' | 'webhook';

export const nodeOf = (flow: Flow, id: string): FlowNode | undefined => flow.nodes.find((node) => node.id === id);
export const edgeOf = (flow: Flow, id: string): FlowEdge | undefined => flow.edges.find((edge) => edge.id === id);

/** The edges out of a node, the default one last: the order in which they are tried. */
export function outOf(flow: Flow, id: string): FlowEdge[] {
  const out = flow.edges.filter((edge) => edge.from === id);
  return [...out.filter((edge) => !edge.default), ...out.filter((edge) => edge.default)];
}

/** Drops what can no longer be reached from the start, with its edges. */
function swept(flow: Flow): Flow {
  const start = flow.nodes.find((node) => node.type === 'start');
  if (!start) return flow;
  const reached = new Set([start.id]);
  for (const id of reached) for (const edge of flow.edges) if (edge.from === id) reached.add(edge.to);
  if (flow.nodes.every((node) => reached.has(node.id))) return flow;
  return {
    nodes: flow.nodes.filter((node) => reached.has(node.id)),
    edges: flow.edges.filter((edge) => reached.has(edge.from)),
  };
}

/**
 * Puts nodes in at a place: the edges that lead there now lead to `entry`, and what `link` makes of the
 * old target leads on from the new nodes.
 */
function insert(flow: Flow, place: Place, nodes: FlowNode[], entry: string, link: (to: string) => FlowEdge[]): Flow {
  const turned = new Set<string>();
  let to: string | undefined;
  if ('edge' in place) {
    to = edgeOf(flow, place.edge)?.to;
    turned.add(place.edge);
  } else {
    to = joinOf(flow, place.join);
    const inside = regionOf(flow, place.join);
    for (const edge of flow.edges) if (edge.to === to && inside.has(edge.from)) turned.add(edge.id);
  }
  if (to === undefined || turned.size === 0) return flow;
  const last = flow.edges.findLastIndex((edge) => turned.has(edge.id));
  const edges = flow.edges.map((edge) => (turned.has(edge.id) ? { ...edge, to: entry } : edge));
  edges.splice(last + 1, 0, ...link(to));
  const before = flow.nodes.findIndex((node) => node.id === to);
  return { nodes: [...flow.nodes.slice(0, before), ...nodes, ...flow.nodes.slice(before)], edges };
}

const names: Record<StepType, FlowNode['name']> = {
  approval: { en: 'Approval', 'zh-CN': '审批' },
  fillIn: { en: 'Fill in', 'zh-CN': '填写' },
  cc: { en: 'Copy', 'zh-CN': '抄送' },
  notify: { en: 'Notice', 'zh-CN': '通知' },
  script: { en: 'Script', 'zh-CN': '脚本' },
  wait: { en: 'Wait', 'zh-CN': '等待' },
  subflow: { en: 'Sub-flow', 'zh-CN': '子流程' },
  webhook: { en: 'Tell another system', 'zh-CN': '通知外部系统' },
};

const greeting: FlowNode['message'] = { en: 'There is news about your request.', 'zh-CN': '您的申请有新进展。' };

/** A step as it is put in: an approval by the direct manager, a form filled in by them, a copy to the department head, a day's wait. */
function freshStep(type: StepType, id: string): FlowNode {
  const name = { ...names[type] };
  switch (type) {
    case 'approval':
      return { id, type, name, assignee: { kind: 'manager', level: 1 }, mode: 'any' };
    case 'fillIn':
      return { id, type, name, assignee: { kind: 'manager', level: 1 }, mode: 'any' };
    case 'cc':
      return { id, type, name, assignee: { kind: 'departmentHead' } };
    case 'notify':
      return { id, type, name, assignee: { kind: 'initiator' }, message: { ...greeting } };
    case 'subflow':
      return { id, type, name, sub: { app: '' } };
    case 'webhook':
      return { id, type, name, webhook: { url: '' } };
    case 'script':
      return { id, type, name, script: id };
    case 'wait':
      return { id, type, name, wait: { for: { amount: 1, unit: 'workDays' } } };
  }
}

/** Inserts a step. */
export function insertStep(
  app: App,
  place: Place,
  type: StepType,
  ids: Ids = randomIds,
): { app: App; id: string | undefined } {
  const id = ids(type);
  const flow = insert(app.flow, place, [freshStep(type, id)], id, (to) => [{ id: ids('edge'), from: id, to }]);
  if (flow === app.flow) return { app, id: undefined };
  const added = withFlow(app, flow);
  return { app: type === 'script' ? setSource(added, stepScript(id), setsNothing) : added, id };
}

/** A block whose branches run side by side: all of them, or those whose condition holds. */
export type ForkType = 'parallel' | 'inclusive';

const forkNames: Record<ForkType | 'join', FlowNode['name']> = {
  parallel: { en: 'Side by side', 'zh-CN': '并行' },
  inclusive: { en: 'Some of several', 'zh-CN': '多条件并行' },
  join: { en: 'All done', 'zh-CN': '汇合' },
};

const branchName = (n: number) => ({ en: `Branch ${n}`, 'zh-CN': `分支 ${n}` });
const otherwise = () => ({ en: 'Otherwise', 'zh-CN': '其他情况' });

/** Inserts a condition block: one branch that still needs its condition, and a default; both lead on. */
export function insertCondition(
  app: App,
  place: Place,
  ids: Ids = randomIds,
): { app: App; id: string | undefined; edge: string | undefined } {
  const id = ids('choice');
  const edge = ids('edge');
  const node: FlowNode = { id, type: 'exclusive', name: { en: 'Condition', 'zh-CN': '条件' } };
  const flow = insert(app.flow, place, [node], id, (to) => [
    { id: edge, from: id, to, name: branchName(1) },
    { id: ids('edge'), from: id, to, name: otherwise(), default: true },
  ]);
  return flow === app.flow ? { app, id: undefined, edge: undefined } : { app: withFlow(app, flow), id, edge };
}

/**
 * Inserts a block of two branches that run side by side, and the join that waits for them. Those of an
 * inclusive block still need their conditions, and a default stands beside them.
 */
export function insertFork(
  app: App,
  place: Place,
  type: ForkType,
  ids: Ids = randomIds,
): { app: App; id: string | undefined; edge: string | undefined } {
  const id = ids('fork');
  const join = ids('join');
  const first = ids('edge');
  const nodes: FlowNode[] = [
    { id, type, name: { ...forkNames[type] } },
    { id: join, type: 'join', name: { ...forkNames.join } },
  ];
  const flow = insert(app.flow, place, nodes, id, (to) => {
    const edges: FlowEdge[] = [
      { id: first, from: id, to: join, name: branchName(1) },
      { id: ids('edge'), from: id, to: join, name: branchName(2) },
    ];
    if (type === 'inclusive') edges.push({ id: ids('edge'), from: id, to: join, name: otherwise(), default: true });
    return [...edges, { id: ids('edge'), from: join, to }];
  });
  return flow === app.flow ? { app, id: undefined, edge: undefined } : { app: withFlow(app, flow), id, edge: first };
}

/**
 * Ends the case on an edge, with an outcome of its own. Undefined where that would cut off other steps, or
 * where branches run side by side: a case ends as a whole.
 */
export function insertEnd(app: App, place: Place, ids: Ids = randomIds): { app: App; id: string | undefined } {
  if (!('edge' in place) || !edgeOf(app.flow, place.edge)) return { app, id: undefined };
  const id = ids('end');
  const flow: Flow = {
    nodes: [...app.flow.nodes, { id, type: 'end', name: { en: 'End', 'zh-CN': '结束' }, outcome: 'rejected' }],
    edges: app.flow.edges.map((edge) => (edge.id === place.edge ? { ...edge, to: id } : edge)),
  };
  const apart = flow.nodes.some((node) => isFork(node) && nodeOf(flow, joinOf(flow, node.id) ?? '')?.type !== 'join');
  return apart || swept(flow) !== flow ? { app, id: undefined } : { app: withFlow(app, flow), id };
}

/** Takes a join away that has nothing left to wait for: what led to it leads on. */
function unjoined(flow: Flow, id: string | undefined): Flow {
  const node = id === undefined ? undefined : nodeOf(flow, id);
  if (node?.type !== 'join' || joins(flow, node.id)) return flow;
  const to = outOf(flow, node.id)[0]?.to;
  return to === undefined ? flow : bypass(flow, node.id, to);
}

/** Whether a node may be removed by itself: not the start, the only end, or a join that branches lead to. */
export function removable(flow: Flow, id: string): boolean {
  const type = nodeOf(flow, id)?.type;
  if (type === undefined || type === 'start') return false;
  if (type === 'end') return flow.nodes.some((node) => node.type === 'end' && node.id !== id);
  return type !== 'join' || !joins(flow, id);
}

/** Turns what leads to a node towards another one. */
function bypass(flow: Flow, id: string, to: string): Flow {
  return {
    nodes: flow.nodes.filter((node) => node.id !== id),
    edges: flow.edges.filter((edge) => edge.from !== id).map((edge) => (edge.to === id ? { ...edge, to } : edge)),
  };
}

/** What removing a node takes away besides it. */
export function removedWith(app: App, id: string): FlowNode[] {
  const left = new Set(removeNode(app, id).flow.nodes.map((node) => node.id));
  return app.flow.nodes.filter((node) => node.id !== id && node.type !== 'join' && !left.has(node.id));
}

/**
 * Removes a step, and what led to it leads to what came after. Removing a gateway removes its branches
 * with all their steps, and the join that waited for them. What led to one of several ends leads to
 * another. The start, the only end and such a join stay.
 */
export function removeNode(app: App, id: string): App {
  const { flow } = app;
  if (!removable(flow, id)) return app;
  const out = outOf(flow, id);
  const last = flow.nodes.find((node) => node.type === 'end' && node.id !== id)?.id;
  const to = out.length === 1 ? out[0]?.to : (joinOf(flow, id) ?? out.at(-1)?.to ?? last);
  if (to === undefined || to === id) return app;
  return withFlow(app, unjoined(swept(bypass(flow, id, to)), to));
}

/** Adds a branch, before the default one if there is one; it leads to where the branches meet. */
export function addBranch(app: App, gateway: string, ids: Ids = randomIds): { app: App; edge: string | undefined } {
  const { flow } = app;
  const out = outOf(flow, gateway);
  const to = joinOf(flow, gateway) ?? flow.nodes.find((node) => node.type === 'end')?.id;
  if (to === undefined || out.length === 0) return { app, edge: undefined };
  const edge: FlowEdge = { id: ids('edge'), from: gateway, to, name: branchName(conditions(out) + 1) };
  const other = flow.edges.findIndex((e) => e.from === gateway && e.default);
  const at = other < 0 ? flow.edges.length : other;
  return {
    app: withFlow(app, { ...flow, edges: [...flow.edges.slice(0, at), edge, ...flow.edges.slice(at)] }),
    edge: edge.id,
  };
}

const conditions = (out: readonly FlowEdge[]): number => out.filter((edge) => !edge.default).length;

/** The steps that only this branch leads to, which go when it goes. */
export function removedWithBranch(app: App, edge: string): FlowNode[] {
  const gateway = edgeOf(app.flow, edge)?.from;
  const left = new Set(removeBranch(app, edge).flow.nodes.map((node) => node.id));
  return app.flow.nodes.filter((node) => node.id !== gateway && node.type !== 'join' && !left.has(node.id));
}

/**
 * Removes a branch with the steps that only it leads to. When just one branch is left, the block goes, its
 * join too, and the steps of that branch stay. The default branch can't be removed: something must always fit.
 */
export function removeBranch(app: App, id: string): App {
  const { flow } = app;
  const edge = edgeOf(flow, id);
  if (!edge || edge.default) return app;
  const rest: Flow = { ...flow, edges: flow.edges.filter((e) => e.id !== id) };
  const left = outOf(rest, edge.from);
  if (left.length === 0) return app;
  const only = left.length === 1 ? left[0] : undefined;
  if (!only) return withFlow(app, swept(rest));
  return withFlow(app, unjoined(swept(bypass(rest, edge.from, only.to)), joinOf(flow, edge.from)));
}

/** Moves a branch before or behind its neighbour: the first branch whose condition holds is taken. */
export function moveBranch(app: App, id: string, by: -1 | 1): App {
  const { flow } = app;
  const edge = edgeOf(flow, id);
  if (!edge || edge.default) return app;
  const siblings = outOf(flow, edge.from).filter((e) => !e.default);
  const other = siblings[siblings.indexOf(edge) + by];
  if (!other) return app;
  const edges = flow.edges.map((e) => (e === edge ? other : e === other ? edge : e));
  return withFlow(app, { ...flow, edges });
}

/** Changes a node's settings; a key set to undefined is dropped. */
export function setNode(app: App, id: string, patch: Partial<Omit<FlowNode, 'id' | 'type'>>): App {
  return withFlow(app, {
    ...app.flow,
    nodes: app.flow.nodes.map((node) => (node.id === id ? pruned({ ...node, ...patch }) : node)),
  });
}

/** Changes an edge's name or condition; a key set to undefined is dropped. */
export function setEdge(app: App, id: string, patch: Partial<Pick<FlowEdge, 'name' | 'when'>>): App {
  return withFlow(app, {
    ...app.flow,
    edges: app.flow.edges.map((edge) => (edge.id === id ? pruned({ ...edge, ...patch }) : edge)),
  });
}

export function pruned<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

/** What people may do with a field at a step; at a fill-in a field may be required as well. */
export type StepAccess = FieldAccess | 'must' | 'veil';

/**
 * What the people of a step may do with a field; to read it is the default and is not written down. What is
 * sensitive stays veiled by default, and is read where the step says so.
 */
export function accessOf(node: FlowNode, path: string, sensitive = false): StepAccess {
  return node.require?.includes(path) ? 'must' : (node.fields?.[path] ?? (sensitive ? 'veil' : 'read'));
}

/** Sets what the people of a step may do with fields, of which all are sensitive or none. */
export function setAccess(app: App, id: string, paths: readonly string[], access: StepAccess, sensitive = false): App {
  const node = nodeOf(app.flow, id);
  if (!node) return app;
  const kept = Object.entries(node.fields ?? {}).filter(([path]) => !paths.includes(path));
  const open = access === 'must' ? 'edit' : access;
  const usual = sensitive ? 'veil' : 'read';
  const added = open === usual || open === 'veil' ? [] : paths.map((path) => [path, open] as const);
  const fields = Object.fromEntries([...kept, ...added]);
  const others = (node.require ?? []).filter((path) => !paths.includes(path));
  const require = access === 'must' ? [...others, ...paths] : others;
  return setNode(app, id, {
    fields: Object.keys(fields).length > 0 ? fields : undefined,
    require: require.length > 0 ? require : undefined,
  });
}
