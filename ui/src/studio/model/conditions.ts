import type { App } from '../../api/studioTypes';
import { type Field, fieldsOf } from './fields';

/** What kind of value an operand gives, which decides the comparisons and the control for the other side. */
export type ValueType =
  | 'number'
  | 'text'
  | 'choice'
  | 'switch'
  | 'date'
  | 'time'
  | 'dateTime'
  | 'person'
  | 'department'
  | 'roles'
  | 'choices'
  | 'persons'
  | 'departments';

/** How an operand is read from the case: as it is, or counted from a range or a table. */
export type Reading = 'value' | 'workdays' | 'days' | 'start' | 'end' | 'count' | 'sum';

/** The left side of a comparison. */
export interface Operand {
  /** `reading:path`, for instance `value:days` or `workdays:period`. */
  key: string;
  reading: Reading;
  /** A field's path, `$initiator.id` or `$initiator.roles`. */
  path: string;
  type: ValueType;
}

export type Comparison =
  | 'is'
  | 'isNot'
  | 'more'
  | 'atLeast'
  | 'less'
  | 'atMost'
  | 'oneOf'
  | 'notOneOf'
  | 'contains'
  | 'containsNot'
  | 'on'
  | 'off'
  | 'filled'
  | 'empty';

/** One comparison. A value of null has yet to be chosen. */
export interface Clause {
  operand: string;
  comparison: Comparison;
  value: unknown;
}

/** A part of a condition that is written as a formula. */
export interface Written {
  expr: unknown;
}

/** Parts of which all, or any, must hold. */
export interface Condition {
  match: 'all' | 'any';
  parts: Part[];
}

export type Part = Clause | Condition | Written;

/** The comparisons of a condition, however deep. */
export function clausesOf({ parts }: Condition): Clause[] {
  return parts.flatMap((part) => ('parts' in part ? clausesOf(part) : 'expr' in part ? [] : [part]));
}

const byType: Record<ValueType, Comparison[]> = {
  number: ['more', 'atLeast', 'less', 'atMost', 'is', 'isNot', 'filled', 'empty'],
  text: ['is', 'isNot', 'contains', 'containsNot', 'filled', 'empty'],
  choice: ['is', 'isNot', 'oneOf', 'notOneOf', 'filled', 'empty'],
  switch: ['on', 'off'],
  date: ['is', 'less', 'atMost', 'more', 'atLeast', 'filled', 'empty'],
  time: ['less', 'atMost', 'more', 'atLeast', 'is', 'filled', 'empty'],
  dateTime: ['less', 'atMost', 'more', 'atLeast', 'is', 'filled', 'empty'],
  person: ['oneOf', 'notOneOf', 'filled', 'empty'],
  department: ['oneOf', 'notOneOf', 'filled', 'empty'],
  roles: ['contains', 'containsNot'],
  choices: ['contains', 'containsNot', 'filled', 'empty'],
  persons: ['contains', 'containsNot', 'filled', 'empty'],
  departments: ['contains', 'containsNot', 'filled', 'empty'],
};

/** The comparisons that make sense for a type, the most usual one first. */
export function comparisonsOf(type: ValueType): readonly Comparison[] {
  return byType[type];
}

/** Whether a comparison has another side to fill in. */
export function takesValue(comparison: Comparison): boolean {
  return !['on', 'off', 'filled', 'empty'].includes(comparison);
}

/** Whether the other side is a list. */
export function takesList(comparison: Comparison): boolean {
  return comparison === 'oneOf' || comparison === 'notOneOf';
}

/** Stands for the day on which the case is looked at. */
export const TODAY = { var: '$today' } as const;

export function isToday(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { var?: unknown }).var === TODAY.var;
}

const operand = (reading: Reading, path: string, type: ValueType): Operand => ({
  key: `${reading}:${path}`,
  reading,
  path,
  type,
});

const numbers: ReadonlySet<string> = new Set(['number', 'money', 'percent', 'duration', 'rating']);

function operandsOfField(field: Field): Operand[] {
  const { path } = field;
  switch (field.kind) {
    case 'number':
    case 'choice':
    case 'switch':
    case 'date':
    case 'time':
    case 'dateTime':
    case 'person':
    case 'department':
    case 'choices':
    case 'persons':
    case 'departments':
      return [operand('value', path, field.kind)];
    case 'money':
    case 'percent':
    case 'duration':
    case 'rating':
      return [operand('value', path, 'number')];
    case 'tree':
      return [operand('value', path, 'choice')];
    case 'text':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
    case 'idNumber':
      return [operand('value', path, 'text')];
    case 'dateRange':
      return [
        operand('workdays', path, 'number'),
        operand('days', path, 'number'),
        operand('start', path, 'date'),
        operand('end', path, 'date'),
      ];
    case 'table':
      return [
        operand('count', path, 'number'),
        ...field.columns
          .filter((column) => numbers.has(column.kind))
          .map((column) => operand('sum', column.path, 'number')),
      ];
    default:
      // Files and what rules cannot read.
      return [];
  }
}

/** The columns of one row, for a condition that is judged row by row. */
function operandsOfRow(app: App, table: string): Operand[] {
  const columns = fieldsOf(app).find((field) => field.path === table)?.columns ?? [];
  return columns.flatMap((column) => operandsOfField({ ...column, path: `$row.${column.id}` }));
}

/**
 * Everything about a case that a condition can compare, in the order of the form; before it the columns of the
 * row, where the condition is judged for each row of a table.
 */
export function operandsOf(app: App, table?: string): Operand[] {
  return [
    ...(table === undefined ? [] : operandsOfRow(app, table)),
    ...fieldsOf(app).flatMap(operandsOfField),
    operand('value', '$initiator.roles', 'roles'),
    operand('value', '$initiator.id', 'person'),
  ];
}

/** A new comparison of an operand, with the usual operator and no value yet. */
export function clauseFor(of: Operand): Clause {
  return { operand: of.key, comparison: byType[of.type][0] ?? 'is', value: null };
}

/** Whether a comparison still needs something from its author. */
export function isIncomplete(clause: Clause): boolean {
  if (clause.operand === '') return true;
  if (!takesValue(clause.comparison)) return false;
  const { value } = clause;
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

type Expr = Record<string, unknown>;

const binary: Partial<Record<Comparison, string>> = {
  is: '==',
  isNot: '!=',
  more: '>',
  atLeast: '>=',
  less: '<',
  atMost: '<=',
  oneOf: 'in',
  contains: 'contains',
};
const negated: Partial<Record<Comparison, Comparison>> = {
  notOneOf: 'oneOf',
  containsNot: 'contains',
  filled: 'empty',
};

function writeOperand(key: string): unknown {
  const colon = key.indexOf(':');
  const reading = key.slice(0, colon) as Reading;
  const path = key.slice(colon + 1);
  switch (reading) {
    case 'value':
      return { var: path };
    case 'start':
    case 'end':
      return { var: `${path}.${reading}` };
    default:
      return { [reading]: [{ var: path }] };
  }
}

function writeClause(clause: Clause): Expr {
  const left = writeOperand(clause.operand);
  const positive = negated[clause.comparison];
  if (positive) return { '!': [writeClause({ ...clause, comparison: positive })] };
  switch (clause.comparison) {
    case 'on':
    case 'off':
      return { '==': [left, clause.comparison === 'on'] };
    case 'empty':
      return { empty: [left] };
    default:
      return { [binary[clause.comparison] ?? '==']: [left, clause.value ?? null] };
  }
}

function writePart(part: Part): unknown {
  if ('expr' in part) return part.expr;
  // A group of one stays a group, so that its author can go on with it.
  if ('parts' in part) return { [part.match === 'all' ? 'and' : 'or']: part.parts.map(writePart) };
  return writeClause(part);
}

/** The condition as an expression; undefined when it compares nothing. */
export function writeCondition(condition: Condition): unknown {
  const parts = condition.parts.filter((part) => !('parts' in part) || part.parts.length > 0);
  if (parts.length > 1) return writePart({ ...condition, parts });
  const [only] = parts;
  return only && writePart(only);
}

/** An expression's one operator and its operands, which may stand without brackets when there is one. */
function operation(expr: unknown): [string, unknown[]] | undefined {
  if (expr === null || typeof expr !== 'object' || Array.isArray(expr)) return undefined;
  const entries = Object.entries(expr);
  const [entry] = entries;
  if (!entry || entries.length !== 1) return undefined;
  return [entry[0], Array.isArray(entry[1]) ? entry[1] : [entry[1]]];
}

function readVar(expr: unknown): string | undefined {
  const found = operation(expr);
  const path = found?.[1][0];
  return found?.[0] === 'var' && found[1].length === 1 && typeof path === 'string' ? path : undefined;
}

function readOperand(expr: unknown, operands: readonly Operand[]): Operand | undefined {
  const path = readVar(expr);
  const find = (key: string) => operands.find((each) => each.key === key);
  if (path !== undefined) {
    const part = /^(.+)\.(start|end)$/.exec(path);
    const known = find(`value:${path}`) ?? (part ? find(`${part[2]}:${part[1]}`) : undefined);
    // A field that is gone is still shown, so that its author can choose another.
    return known ?? operand('value', path, 'text');
  }
  const found = operation(expr);
  const inner = found && found[1].length === 1 ? readVar(found[1][0]) : undefined;
  if (!found || inner === undefined) return undefined;
  if (!['workdays', 'days', 'count', 'sum'].includes(found[0])) return undefined;
  return find(`${found[0]}:${inner}`) ?? operand(found[0] as Reading, inner, 'number');
}

function isLiteral(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function readClause(expr: unknown, operands: readonly Operand[]): Clause | undefined {
  const found = operation(expr);
  if (!found) return undefined;
  const [name, parts] = found;
  if (name === '!') {
    const inner = parts.length === 1 ? readClause(parts[0], operands) : undefined;
    const opposite = (Object.keys(negated) as Comparison[]).find((each) => negated[each] === inner?.comparison);
    return inner && opposite ? { ...inner, comparison: opposite } : undefined;
  }
  const left = readOperand(parts[0], operands);
  if (!left) return undefined;
  if (name === 'empty') {
    return parts.length === 1 ? { operand: left.key, comparison: 'empty', value: null } : undefined;
  }
  const comparison = (Object.keys(binary) as Comparison[]).find((each) => binary[each] === name);
  if (!comparison || parts.length !== 2) return undefined;
  const value = parts[1];
  if (comparison === 'is' && typeof value === 'boolean') {
    return { operand: left.key, comparison: value ? 'on' : 'off', value: null };
  }
  const list = takesList(comparison);
  const fits = list
    ? value === null || (Array.isArray(value) && value.every(isLiteral))
    : isLiteral(value) || (left.type === 'date' && isToday(value));
  return fits ? { operand: left.key, comparison, value } : undefined;
}

/** The expressions, as JSON, that are being written as formulas, and stay so while they are. */
type Kept = ReadonlySet<string> | undefined;

function readGroup(expr: unknown, operands: readonly Operand[], written: Kept): Condition | undefined {
  const found = operation(expr);
  if (found?.[0] !== 'and' && found?.[0] !== 'or') return undefined;
  return {
    match: found[0] === 'and' ? 'all' : 'any',
    parts: found[1].map((part) => readPart(part, operands, written)),
  };
}

function readPart(expr: unknown, operands: readonly Operand[], written: Kept): Part {
  if (written?.has(JSON.stringify(expr))) return { expr };
  return readClause(expr, operands) ?? readGroup(expr, operands, written) ?? { expr };
}

/** Reads an expression for the visual editor; what is no comparison is left as it is written. */
export function readCondition(expr: unknown, operands: readonly Operand[], written?: Kept): Condition {
  if (expr === undefined || expr === null) return { match: 'all', parts: [] };
  const group = written?.has(JSON.stringify(expr)) ? undefined : readGroup(expr, operands, written);
  // A group of one at the top is told from one below it, so that what was added as a group stays one.
  if (group && group.parts.length > 1) return group;
  return { match: 'all', parts: [readPart(expr, operands, written)] };
}

const isHalf = (expr: unknown, operands: readonly Operand[]) =>
  clausesOf(readCondition(expr, operands)).some(isIncomplete);

/** The places, `flow.edges.ID` and `rules.ID`, of conditions that still lack a value. */
export function incompletePlaces(app: App): string[] {
  const operands = operandsOf(app);
  return [
    ...app.flow.edges.filter((edge) => isHalf(edge.when, operands)).map((edge) => `flow.edges.${edge.id}`),
    ...app.rules.filter((rule) => isHalf(rule.when, operands)).map((rule) => `rules.${rule.id}`),
  ];
}
