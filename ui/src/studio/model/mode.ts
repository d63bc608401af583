import type { App, FlowNode, Quota } from '../../api/studioTypes';
import { setNode } from './flow';

/** How many of a step's people must approve: 或签, 会签, 依次, 比例. */
export const modes = ['any', 'all', 'inTurn', 'share'] as const;
export type Mode = (typeof modes)[number];

/** The mode of a step; any where it names none or one that is not known here. */
export const modeOf = (node: FlowNode): Mode => modes.find((mode) => mode === node.mode) ?? 'any';

/** Whether a step is one person's, so that it makes no difference how many must approve until signers are added. */
export function alone(node: FlowNode): boolean {
  const { kind, field, most = 1, least = 1 } = node.assignee ?? {};
  if (kind === 'chosen') return most <= 1 && least <= 1;
  return ['manager', 'departmentHead', 'initiator', 'field'].includes(kind ?? '') && !field?.includes('.');
}

/** Sets how many must approve; a share starts with two people, and no other mode keeps one. */
export function setMode(app: App, id: string, mode: Mode): App {
  return setNode(app, id, { mode, share: mode === 'share' ? { count: 2 } : undefined });
}

/** Sets the share of a step: a count or a percentage, never both, and whether one rejection is enough. */
export function setShare(app: App, id: string, { count, percent, veto }: Quota): App {
  const share: Quota = percent !== undefined ? { percent } : { count: count ?? 1 };
  return setNode(app, id, { share: veto ? { ...share, veto } : share });
}
