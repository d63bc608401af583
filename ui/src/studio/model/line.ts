const ROUND = 12;

/** An SVG path from one point down to another, turning sideways at the height `bend` with round corners. */
export function linePath(fromX: number, fromY: number, toX: number, toY: number, bend: number): string {
  const aside = toX - fromX;
  // Handles are measured on screen: what differs by less than a pixel stands in one column.
  if (Math.abs(aside) < 1) return `M${toX},${fromY} V${toY}`;
  const way = Math.sign(aside);
  const above = Math.max(0, Math.min(ROUND, bend - fromY, Math.abs(aside) / 2));
  const below = Math.max(0, Math.min(ROUND, toY - bend, Math.abs(aside) / 2));
  return [
    `M${fromX},${fromY}`,
    `V${bend - above}`,
    `Q${fromX},${bend} ${fromX + way * above},${bend}`,
    `H${toX - way * below}`,
    `Q${toX},${bend} ${toX},${bend + below}`,
    `V${toY}`,
  ].join(' ');
}
