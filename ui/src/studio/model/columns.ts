import type { App } from '../../api/studioTypes';
import { fieldAt, orderColumns } from './fields';

/** The ids of a table's columns in their order. */
export function columnsOf(app: App, table: string): string[] {
  return fieldAt(app, table)?.columns.map((column) => column.id) ?? [];
}

/** The columns from one to another, with both of them. */
export function columnRange(app: App, table: string, from: string, to: string): string[] {
  const order = columnsOf(app, table);
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  if (a < 0 || b < 0) return b < 0 ? [] : [to];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Moves columns one place on or back; those at the end of the table stay, and hold up those behind them. */
export function nudgeColumns(app: App, table: string, ids: readonly string[], by: -1 | 1): App {
  const order = columnsOf(app, table);
  const next = [...order];
  const moving = order.filter((id) => ids.includes(id));
  for (const id of by < 0 ? moving : moving.reverse()) {
    const at = next.indexOf(id);
    const beside = next[at + by];
    if (beside === undefined || ids.includes(beside)) continue;
    next[at] = beside;
    next[at + by] = id;
  }
  return next.every((id, i) => id === order[i]) ? app : orderColumns(app, table, next);
}
