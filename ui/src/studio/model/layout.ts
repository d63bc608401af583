import type { Flow } from '../../api/studioTypes';
import { isFork } from './graph';
import { type Path, type Stop, structureOf } from './structure';

/** What is drawn: cards of nodes and branches, the "+" between them, and where paths meet or jump. */
export type BoxKind = 'terminal' | 'step' | 'gateway' | 'branch' | 'join' | 'add' | 'meet' | 'jump';

export interface Box {
  /** Stable over edits, so that what is drawn keeps its focus and glides to its new place. */
  id: string;
  kind: BoxKind;
  /** The middle of its upper side. */
  x: number;
  y: number;
  width: number;
  height: number;
  node?: string;
  edge?: string;
}

export interface Line {
  id: string;
  from: string;
  to: string;
  /** The height at which the line turns sideways, when it has to. */
  bend?: number;
}

export interface Drawing {
  /** In reading order, which is also the order of the Tab key. */
  boxes: Box[];
  lines: Line[];
  left: number;
  right: number;
  height: number;
}

/** The measures of a drawing, in pixels. */
export interface Measures {
  sizes: Readonly<Record<BoxKind, { width: number; height: number }>>;
  /** Between two branches. */
  aside: number;
}

const points = { add: { width: 28, height: 28 }, meet: { width: 8, height: 8 } };

/** For a screen with room. */
export const roomy: Measures = {
  sizes: {
    ...points,
    terminal: { width: 256, height: 56 },
    step: { width: 256, height: 92 },
    gateway: { width: 220, height: 44 },
    join: { width: 220, height: 36 },
    branch: { width: 220, height: 76 },
    jump: { width: 180, height: 32 },
  },
  aside: 36,
};

/** For a phone: two branches side by side stay readable. */
export const slim: Measures = {
  sizes: {
    ...points,
    terminal: { width: 176, height: 66 },
    step: { width: 176, height: 104 },
    gateway: { width: 190, height: 44 },
    join: { width: 190, height: 36 },
    branch: { width: 164, height: 78 },
    jump: { width: 164, height: 32 },
  },
  aside: 14,
};

/** On either side of a "+". */
const GAP = 20;

/** How far something reaches from its axis. */
interface Reach {
  left: number;
  right: number;
}

const wider = (a: Reach, b: Reach): Reach => ({ left: Math.max(a.left, b.left), right: Math.max(a.right, b.right) });

/** Finds out how wide paths are, before anything is placed. */
function measurer({ sizes, aside }: Measures) {
  const half = (kind: BoxKind): Reach => ({ left: sizes[kind].width / 2, right: sizes[kind].width / 2 });

  /** Where the axes of a block's branches stand, seen from the block's own axis, and how far it reaches. */
  const columns = (stop: Stop): { axes: number[]; reach: Reach } => {
    const reaches = (stop.branches ?? []).map((branch) => wider(half('branch'), reachOf(branch.path)));
    const axes: number[] = [];
    let x = 0;
    for (const [i, reach] of reaches.entries()) {
      const before = reaches[i - 1];
      if (before) x += before.right + aside + reach.left;
      axes.push(x);
    }
    // With a branch in the middle the way leads straight down through it.
    const middle = (axes.length % 2 === 1 ? axes[(axes.length - 1) / 2] : undefined) ?? x / 2;
    return {
      axes: axes.map((axis) => axis - middle),
      reach: { left: middle + (reaches[0]?.left ?? 0), right: x - middle + (reaches.at(-1)?.right ?? 0) },
    };
  };

  const reachOf = (path: Path): Reach => {
    let reach = half('add');
    for (const stop of path.stops) {
      reach = wider(reach, half(stop.branches ? 'gateway' : 'step'));
      if (stop.branches) reach = wider(reach, columns(stop).reach);
    }
    return typeof path.onward === 'object' ? wider(reach, half('jump')) : reach;
  };

  return columns;
}

/** Lays a flow out from top to bottom with branches side by side, in whole pixels. Nothing of it is stored. */
export function layout(flow: Flow, measures: Measures = roomy): Drawing {
  const columns = measurer(measures);
  const { path, loose } = structureOf(flow);
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const kindOf = (id: string): BoxKind => {
    const type = nodes.get(id)?.type;
    if (type === 'join') return 'join';
    return type === 'start' || type === 'end' ? 'terminal' : 'step';
  };
  const boxes: Box[] = [];
  const lines: Line[] = [];

  const place = (kind: BoxKind, id: string, x: number, y: number, of: Pick<Box, 'node' | 'edge'> = {}): Box => {
    const box = { id, kind, x: Math.round(x), y: Math.round(y), ...measures.sizes[kind], ...of };
    boxes.push(box);
    return box;
  };
  const join = (from: Box | undefined, to: Box, bend?: number): void => {
    if (from) lines.push({ id: `${from.id}>${to.id}`, from: from.id, to: to.id, bend });
  };
  const below = (box: Box): number => box.y + box.height + GAP;

  /** Draws a path under `above` and gives its last box. */
  const draw = (path: Path, x: number, above: Box | undefined, top: number): Box | undefined => {
    let last = above;
    let y = top;
    for (const stop of path.stops) {
      const box = place(stop.branches ? 'gateway' : kindOf(stop.node), `node:${stop.node}`, x, y, { node: stop.node });
      join(last, box);
      last = box;
      y = below(box);
      if (stop.branches) {
        last = drawBranches(stop, x, box);
        if (!last) return undefined;
        y = below(last);
      } else if (stop.out) {
        last = place('add', `add:${stop.out}`, x, y, { edge: stop.out });
        join(box, last);
        y = below(last);
      }
    }
    if (typeof path.onward === 'object') {
      join(last, place('jump', `jump:${last?.id ?? x}`, x, y, { node: path.onward.jump }));
      return undefined;
    }
    return path.onward === 'meets' ? last : undefined;
  };

  /**
   * Draws a gateway's branches and gives what stands where they meet: a "+" behind the point, but none
   * where branches run side by side, since a step put in there would be walked once for each of them.
   */
  const drawBranches = (stop: Stop, x: number, gateway: Box): Box | undefined => {
    const top = below(gateway) + GAP;
    const { axes } = columns(stop);
    const tails: Box[] = [];
    let bottom = top;
    for (const [i, branch] of (stop.branches ?? []).entries()) {
      const from = boxes.length;
      const axis = x + (axes[i] ?? 0);
      const card = place('branch', `branch:${branch.edge}`, axis, top, { edge: branch.edge });
      join(gateway, card, top - GAP);
      const add = place('add', `add:${branch.edge}`, axis, below(card), { edge: branch.edge });
      join(card, add);
      const tail = draw(branch.path, axis, add, below(add));
      if (tail) tails.push(tail);
      for (const box of boxes.slice(from)) bottom = Math.max(bottom, box.y + box.height);
    }
    if (stop.join === undefined || tails.length === 0) return undefined;
    const meet = place('meet', `meet:${stop.node}`, x, bottom + GAP * 1.5, { node: stop.node });
    for (const tail of tails) join(tail, meet, meet.y - GAP / 2);
    if (isFork(nodes.get(stop.node))) return meet;
    const add = place('add', `after:${stop.node}`, x, below(meet) - GAP / 2, { node: stop.node });
    join(meet, add);
    return add;
  };

  draw(path, 0, undefined, 0);
  let y = bottomOf(boxes) + GAP * 3;
  for (const id of loose) {
    const box = place(kindOf(id), `node:${id}`, 0, y, { node: id });
    y = below(box);
  }
  return {
    boxes,
    lines,
    left: Math.min(0, ...boxes.map((box) => box.x - box.width / 2)),
    right: Math.max(0, ...boxes.map((box) => box.x + box.width / 2)),
    height: bottomOf(boxes),
  };
}

function bottomOf(boxes: readonly Box[]): number {
  return Math.max(0, ...boxes.map((box) => box.y + box.height));
}
