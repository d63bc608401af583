import type { Flow } from '../../api/studioTypes';
import { outOf } from './flow';
import { joinIn, successors } from './graph';

/** A branch of a gateway as a path of its own. */
export interface Branch {
  edge: string;
  path: Path;
}

/** One stop on a path: a card, and behind it the branches that leave it, if there are several. */
export interface Stop {
  node: string;
  /** The edge that leads on when there is just one. */
  out?: string;
  branches?: Branch[];
  /** Where the branches meet; undefined when they end apart. */
  join?: string;
}

/** Stops from top to bottom. */
export interface Path {
  stops: Stop[];
  /** How it goes on: where the branches meet, not at all, or at a node that stands elsewhere. */
  onward: 'meets' | 'ends' | { jump: string };
}

/** A flow as people read it: one path, with side paths that meet again. */
export interface Structure {
  path: Path;
  /** Nodes that the start does not lead to. */
  loose: string[];
}

/** Reads a flow as nested paths; every node stands in it exactly once, whatever the edges are. */
export function structureOf(flow: Flow): Structure {
  const next = successors(flow);
  const seen = new Set<string>();
  const start = flow.nodes.find((node) => node.type === 'start') ?? flow.nodes[0];

  const walk = (from: string | undefined, stop: string | undefined): Path => {
    const stops: Stop[] = [];
    let at = from;
    while (at !== undefined && at !== stop) {
      if (seen.has(at) || !next.has(at)) return { stops, onward: { jump: at } };
      seen.add(at);
      const out = outOf(flow, at);
      if (out.length <= 1) {
        stops.push({ node: at, out: out[0]?.id });
        at = out[0]?.to;
        continue;
      }
      const join = joinIn(flow, next, at) ?? stop;
      stops.push({
        node: at,
        branches: out.map((edge) => ({ edge: edge.id, path: walk(edge.to, join) })),
        join,
      });
      at = join;
    }
    return { stops, onward: at === undefined ? 'ends' : 'meets' };
  };

  const path = walk(start?.id, undefined);
  return { path, loose: flow.nodes.map((node) => node.id).filter((id) => !seen.has(id)) };
}
