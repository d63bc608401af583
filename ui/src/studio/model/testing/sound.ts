import type { Flow } from '../../../api/studioTypes';
import { isFork, joinOf, joins, reach, successors } from '../graph';
import { layout, type Measures, roomy, slim } from '../layout';

/** Ids that do not depend on chance: `number_1`, `edge_2` … */
export function countingIds(): (prefix: string) => string {
  let n = 0;
  return (prefix) => `${prefix}_${++n}`;
}

/** A small steady source of chance in [0, 1): the same seed, the same run. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What is structurally wrong with a flow; nothing, for one that the designer made. */
export function flaws(flow: Flow): string[] {
  const found: string[] = [];
  const ids = flow.nodes.map((node) => node.id);
  if (new Set([...ids, ...flow.edges.map((e) => e.id)]).size !== ids.length + flow.edges.length)
    found.push('ids repeat');
  const starts = flow.nodes.filter((node) => node.type === 'start');
  if (starts.length !== 1) found.push(`${starts.length} starts`);
  const next = successors(flow);
  const reached = reach(next, starts[0]?.id ?? '');
  const ends = new Set(flow.nodes.filter((node) => node.type === 'end').map((node) => node.id));
  for (const node of flow.nodes) {
    const out = flow.edges.filter((edge) => edge.from === node.id);
    const defaults = out.filter((edge) => edge.default).length;
    if (!reached.has(node.id)) found.push(`${node.id} is not reached`);
    if (![...reach(next, node.id)].some((id) => ends.has(id))) found.push(`${node.id} leads to no end`);
    const choosing = node.type === 'exclusive' || node.type === 'inclusive';
    const forking = choosing || node.type === 'parallel';
    if (choosing && defaults !== 1) found.push(`${node.id} has ${defaults} defaults`);
    if (!choosing && defaults > 0) found.push(`${node.id} has a default`);
    if (!choosing && out.some((edge) => edge.when !== undefined)) found.push(`${node.id} has a condition`);
    if (forking && out.length < 2) found.push(`${node.id} has ${out.length} branches`);
    if (node.type === 'end' && out.length > 0) found.push(`${node.id} is left`);
    if (node.type !== 'end' && !forking && out.length !== 1) found.push(`${node.id} has ${out.length} ways`);
    const meet = flow.nodes.find((each) => each.id === joinOf(flow, node.id));
    if (isFork(node) && meet?.type !== 'join') found.push(`${node.id} is not joined`);
    if (node.type === 'join' && !joins(flow, node.id)) found.push(`${node.id} waits for nothing`);
  }
  for (const edge of flow.edges) {
    if (!ids.includes(edge.from) || !ids.includes(edge.to)) found.push(`${edge.id} leads nowhere`);
    if (edge.to === starts[0]?.id) found.push(`${edge.id} leads to the start`);
  }
  return found;
}

/** What is wrong with a flow's drawing: a node or a "+" missing or doubled, boxes that touch, lines upward. */
export function drawingFlaws(flow: Flow): string[] {
  return [...flawsIn(flow, roomy), ...flawsIn(flow, slim)];
}

function flawsIn(flow: Flow, measures: Measures): string[] {
  const found: string[] = [];
  const { boxes, lines } = layout(flow, measures);
  const byId = new Map(boxes.map((box) => [box.id, box]));
  if (byId.size !== boxes.length) found.push('box ids repeat');
  for (const node of flow.nodes) if (!byId.has(`node:${node.id}`)) found.push(`${node.id} is not drawn`);
  for (const edge of flow.edges) if (!byId.has(`add:${edge.id}`)) found.push(`${edge.id} has no place to add`);
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      const beside = Math.abs(a.x - b.x) >= (a.width + b.width) / 2;
      const apart = a.y + a.height <= b.y || b.y + b.height <= a.y;
      if (!beside && !apart) found.push(`${a.id} touches ${b.id}`);
    }
  }
  for (const line of lines) {
    const from = byId.get(line.from);
    const to = byId.get(line.to);
    if (!from || !to) found.push(`${line.id} hangs loose`);
    else if (from.y + from.height > to.y) found.push(`${line.id} leads upwards`);
  }
  return found;
}
