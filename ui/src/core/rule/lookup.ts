import type { Type, Types } from './types';

/** A type, or undefined where something has been reported. */
export type Checked = Type | undefined;

const halves = ['am', 'pm'];

/** What `$initiator.…` may read of the person who submits. */
const initiator: Readonly<Record<string, Type>> = {
  id: { kind: 'text' },
  dept: { kind: 'text' },
  roles: { kind: 'text', list: true },
};

/** What a path into a date range reads. */
export const rangeParts: Readonly<Record<string, Type>> = {
  start: { kind: 'date' },
  startHalf: { kind: 'text', options: halves },
  end: { kind: 'date' },
  endHalf: { kind: 'text', options: halves },
};

/** The type of a variable, or the code that says why it has none. `table` is the table whose rows `$row` stands for. */
export function lookup(types: Types, path: readonly string[], table: string): Type | string {
  const [head = '', second, ...rest] = path;
  switch (head) {
    case '$today':
      return second === undefined ? { kind: 'date' } : 'rule.unknownVar';
    case '$now':
      return 'rule.noNow';
    case '$initiator':
      return (second !== undefined && rest.length === 0 && own(initiator, second)) || 'rule.unknownVar';
    case '$row':
      if (table === '') return 'rule.rowOutside';
      return second === undefined ? 'rule.unknownVar' : into(types, `${table}.${second}`, rest);
  }
  if (own(types, head)?.kind === 'table' && second !== undefined) {
    const typ = into(types, `${head}.${second}`, rest);
    if (typeof typ === 'string') return typ;
    return typ.list ? { kind: 'opaque' } : { ...typ, list: true };
  }
  return into(types, head, path.slice(1));
}

/** The type of what a further path reads of a field. */
function into(types: Types, field: string, rest: readonly string[]): Type | string {
  const typ = own(types, field);
  if (!typ) return 'rule.unknownVar';
  const [part] = rest;
  if (part === undefined) return typ;
  const inRange = rest.length === 1 && typ.kind === 'dateRange' && !typ.list;
  return (inRange && own(rangeParts, part)) || 'rule.unknownVar';
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
