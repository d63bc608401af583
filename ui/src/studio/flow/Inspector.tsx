import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState';
import { useApp, useSelection } from '../designer/context';
import { edgeOf, nodeOf } from '../model/flow';
import { BranchInspector } from './BranchInspector';
import { NodeInspector } from './NodeInspector';

/** The settings of what is selected on the flow. */
export function Inspector({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('studio');
  const { flow } = useApp();
  const [selection] = useSelection();
  const node = selection?.kind === 'node' ? nodeOf(flow, selection.id) : undefined;
  const edge = selection?.kind === 'branch' ? edgeOf(flow, selection.id) : undefined;
  if (node) return <NodeInspector key={node.id} node={node} onDone={onDone} />;
  if (edge) return <BranchInspector key={edge.id} edge={edge} onDone={onDone} />;
  return <EmptyState plain title={t('inspector.nothing')} text={t('inspector.nothingNode')} />;
}
