import {
  type AriaLabelConfig,
  Background,
  BackgroundVariant,
  Controls,
  type Edge,
  MarkerType,
  type Node,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useSelection } from '../designer/context';
import { type Box, layout, roomy, slim } from '../model/layout';
import { usePhone } from '../parts/useNarrow';
import { BranchCard, GatewayCard, JoinCard, JumpCard, StepCard } from './cards';
import styles from './FlowCanvas.module.css';
import { PathLine } from './PathLine';
import { AddPoint, MeetPoint } from './points';
import { FlowScene } from './scene';

const nodeTypes = {
  terminal: StepCard,
  step: StepCard,
  gateway: GatewayCard,
  branch: BranchCard,
  join: JoinCard,
  add: AddPoint,
  meet: MeetPoint,
  jump: JumpCard,
};
const edgeTypes = { path: PathLine };

/** A box as xyflow takes it; its place comes from the layout, in every drawing anew. */
export type BoxNode = Node<{ box: Box }>;

const arrow = { type: MarkerType.ArrowClosed, width: 14, height: 14, color: '#8a9aa4' };
const arrowed = ['terminal', 'step', 'gateway', 'branch', 'join'];
/** Around the flow, in pixels. */
const MARGIN = 24;

/** The flow as a path from top to bottom. Nothing on it is dragged: its places follow from the flow. */
export function FlowCanvas({ onOpen, follow }: { onOpen: (focus: boolean) => void; follow: number | undefined }) {
  const { t } = useTranslation('studio');
  const { flow } = useApp();
  const [selection] = useSelection();
  const root = useRef<HTMLDivElement>(null);
  const { setViewport, getViewport, fitView } = useReactFlow();
  const phone = usePhone();
  const drawing = useMemo(() => layout(flow, phone ? slim : roomy), [flow, phone]);

  const { nodes, edges } = useMemo(() => {
    const kinds = new Map(drawing.boxes.map((box) => [box.id, box.kind]));
    return {
      nodes: drawing.boxes.map(
        (box): BoxNode => ({
          id: box.id,
          type: box.kind,
          position: { x: box.x, y: box.y },
          width: box.width,
          height: box.height,
          data: { box },
        }),
      ),
      edges: drawing.lines.map(
        (line): Edge => ({
          id: line.id,
          type: 'path',
          source: line.from,
          target: line.to,
          data: { bend: line.bend },
          markerEnd: arrowed.includes(kinds.get(line.to) ?? '') ? arrow : undefined,
        }),
      ),
    };
  }, [drawing]);

  /** Shows the flow from its start, as large as its width allows. */
  const showStart = useCallback(() => {
    const width = root.current?.clientWidth ?? 0;
    const wide = drawing.right - drawing.left + 2 * MARGIN;
    const zoom = Math.max(0.6, Math.min(1, width / wide));
    const middle = zoom * wide <= width ? (drawing.left + drawing.right) / 2 : 0;
    void setViewport({ x: width / 2 - middle * zoom, y: MARGIN, zoom });
  }, [drawing, setViewport]);

  /** Moves the canvas just so far that a box is in view. */
  const reveal = useCallback(
    (id: string) => {
      const box = drawing.boxes.find((each) => each.id === id);
      const pane = root.current;
      if (!box || !pane) return;
      const { x, y, zoom } = getViewport();
      const left = (box.x - box.width / 2) * zoom + x;
      const top = box.y * zoom + y;
      const dx = shift(left, box.width * zoom, pane.clientWidth);
      const dy = shift(top, box.height * zoom, pane.clientHeight);
      if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 200 });
    },
    [drawing, getViewport, setViewport],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a jump from elsewhere asks for it, not each edit.
  useEffect(() => {
    if (!follow) return;
    if (selection?.kind === 'node') reveal(`node:${selection.id}`);
    if (selection?.kind === 'branch') reveal(`branch:${selection.id}`);
  }, [follow]);

  const scene = useMemo(() => ({ onOpen, reveal, root }), [onOpen, reveal]);
  const labels = useMemo<Partial<AriaLabelConfig>>(
    () => ({
      'controls.ariaLabel': t('flow.controls'),
      'controls.zoomIn.ariaLabel': t('flow.zoomIn'),
      'controls.zoomOut.ariaLabel': t('flow.zoomOut'),
      'controls.fitView.ariaLabel': t('flow.fit'),
      'node.a11yDescription.default': t('flow.keys'),
      'node.a11yDescription.keyboardDisabled': t('flow.keys'),
      'edge.a11yDescription.default': '',
      'handle.ariaLabel': '',
    }),
    [t],
  );
  return (
    <FlowScene value={scene}>
      <div className={styles.canvas} ref={root}>
        <p className="visually-hidden" id="flow-keys">
          {t('flow.keys')}
        </p>
        <ReactFlow
          aria-label={t('flow.label')}
          ariaLabelConfig={labels}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          nodeOrigin={[0.5, 0]}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          panActivationKeyCode={null}
          zoomOnDoubleClick={false}
          panOnScroll
          minZoom={0.3}
          maxZoom={1.5}
          onInit={showStart}
        >
          <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} color="var(--line)" />
          <Controls
            showInteractive={false}
            position="bottom-left"
            onFitView={() => void fitView({ padding: 0.08, maxZoom: 1, duration: 200 })}
          />
        </ReactFlow>
      </div>
    </FlowScene>
  );
}

/** How far to move so that a span lies within a pane, its beginning first. */
function shift(from: number, length: number, pane: number): number {
  if (from < MARGIN) return MARGIN - from;
  const over = from + length - (pane - MARGIN);
  return over > 0 ? -Math.min(over, from - MARGIN) : 0;
}
