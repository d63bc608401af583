import type { App, FlowNode } from '../../api/studioTypes';
import { nodeOf, setNode } from './flow';

/** What people may do at a step beside approving; a step allows all that it does not forbid. */
export const deeds = ['reject', 'return', 'transfer', 'delegate', 'addSigner', 'undo', 'withdraw'] as const;
export type Deed = (typeof deeds)[number];

export const allows = (node: FlowNode, deed: Deed): boolean => !(node.forbids ?? []).includes(deed);

/** Allows or forbids something at a step; what is allowed is not written down. */
export function setAllowed(app: App, id: string, deed: Deed, allowed: boolean): App {
  const node = nodeOf(app.flow, id);
  if (!node) return app;
  const forbids = deeds.filter((each) => (each === deed ? !allowed : !allows(node, each)));
  return setNode(app, id, { forbids: forbids.length > 0 ? forbids : undefined });
}
