import type { AppChange, Comparison } from '../../api';

/** Where things are set, in the order of the tabs. */
export const areas = ['app', 'form', 'rules', 'scripts', 'flow'] as const;
export type Area = (typeof areas)[number];

const areaOf: Record<AppChange['part'], Area> = {
  setting: 'app',
  schema: 'form',
  tab: 'form',
  section: 'form',
  field: 'form',
  block: 'form',
  rule: 'rules',
  script: 'scripts',
  node: 'flow',
  edge: 'flow',
};

/**
 * The changes by where they are set. Connections that only follow steps which are new or gone are left out: the
 * steps say it.
 */
export function byArea({ changes, from, to }: Comparison): Record<Area, AppChange[]> {
  const steps = changes.some(({ part, op }) => part === 'node' && op !== 'changed');
  const plain = (change: AppChange) => {
    const edges = [from, to].map((app) => app.flow.edges.find(({ id }) => id === change.id));
    const says = edges.some((edge) => edge && (edge.when !== undefined || Object.keys(edge.name ?? {}).length > 0));
    const ends = (change.settings ?? []).every(({ aspect }) => aspect === 'from' || aspect === 'to');
    return change.part === 'edge' && ends && !says;
  };
  const out: Record<Area, AppChange[]> = { app: [], form: [], rules: [], scripts: [], flow: [] };
  for (const change of changes) if (!steps || !plain(change)) out[areaOf[change.part]].push(change);
  return out;
}
