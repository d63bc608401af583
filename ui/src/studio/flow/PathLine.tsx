import { BaseEdge, type EdgeProps } from '@xyflow/react';
import { linePath } from '../model/line';

/** A line down from one box to the next, with one step to the side where they do not stand in one column. */
export function PathLine({ sourceX, sourceY, targetX, targetY, data, markerEnd }: EdgeProps) {
  const bend = typeof data?.bend === 'number' ? data.bend : (sourceY + targetY) / 2;
  const path = linePath(sourceX, sourceY, targetX, targetY, bend);
  return <BaseEdge path={path} markerEnd={markerEnd} style={{ stroke: '#a9b8c0', strokeWidth: 1.6 }} />;
}
