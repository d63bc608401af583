import type { Step, Text } from '../../api';

/** A step, or what runs side by side: lanes, each with its own items from top to bottom. */
export type PathItem = { step: Step; at: number } | { lanes: Lane[]; at: number };

/** What runs in one branch; `name` is what the flow calls it. */
export interface Lane {
  name?: Text;
  items: PathItem[];
}

/**
 * Groups steps that lie in branches which run at the same time. The steps come in the order in which they
 * were reached, so those of one branch need not follow each other; a branch alone is no group.
 */
export function pathTree(steps: readonly Step[]): PathItem[] {
  return grouped(
    steps.map((step, at) => ({ step, at })),
    0,
  );
}

interface Placed {
  step: Step;
  at: number;
}

function grouped(steps: readonly Placed[], depth: number): PathItem[] {
  const items: PathItem[] = [];
  let lanes = new Map<string, Placed[]>();
  const close = () => {
    const all = [...lanes.values()].map((lane) => ({
      name: lane[0]?.step.branch?.[depth]?.name,
      items: grouped(lane, depth + 1),
    }));
    const at = [...lanes.values()][0]?.[0]?.at ?? 0;
    if (all.length === 1) items.push(...(all[0]?.items ?? []));
    else if (all.length > 1) items.push({ lanes: all, at });
    lanes = new Map();
  };
  for (const placed of steps) {
    const branch = placed.step.branch?.[depth]?.edge;
    if (branch === undefined) {
      close();
      items.push(placed);
    } else {
      lanes.set(branch, [...(lanes.get(branch) ?? []), placed]);
    }
  }
  close();
  return items;
}
