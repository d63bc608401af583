import type { Big } from 'big.js';
import { fromNumber, literalDigits, significant } from './number';
import { arities } from './operators';
import { CompileError } from './types';

const maxDepth = 32;
const maxNodes = 1000;

/** One part of an expression: a literal, a list, a variable or an operation. */
export type Node =
  | { readonly type: 'literal'; readonly value: null | boolean | string | Big; readonly at: string }
  | { readonly type: 'list'; readonly args: readonly Node[]; readonly at: string }
  | { readonly type: 'var'; readonly name: string; readonly path: readonly string[]; readonly at: string }
  | { readonly type: 'op'; readonly op: string; readonly args: readonly Node[]; readonly at: string };

/** A parsed condition or formula. */
export interface Expr {
  readonly root: Node;
  /** The variables that it reads, sorted, each once. */
  readonly vars: readonly string[];
}

/** Reads an expression from its JSON; throws a {@link CompileError}. */
export function parse(raw: unknown): Expr {
  const root = new Parser().node(raw, '', 0);
  const vars = new Set<string>();
  walk(root, (n) => {
    if (n.type === 'var') vars.add(n.name);
  });
  return { root, vars: [...vars].sort() };
}

export function walk(n: Node, visit: (n: Node) => void): void {
  visit(n);
  if (n.type === 'op' || n.type === 'list') for (const a of n.args) walk(a, visit);
}

function refuse(code: string, at: string, params: Record<string, unknown> = {}): never {
  throw new CompileError([{ code, path: '', params: { at, ...params } }]);
}

class Parser {
  private nodes = 0;

  node(raw: unknown, at: string, depth: number): Node {
    if (++this.nodes > maxNodes) refuse('rule.tooLarge', at, { limit: maxNodes });
    if (depth > maxDepth) refuse('rule.tooDeep', at, { limit: maxDepth });
    if (raw === null || typeof raw === 'boolean' || typeof raw === 'string') return { type: 'literal', value: raw, at };
    if (typeof raw === 'number') {
      const d = fromNumber(raw);
      if (!d || significant(d) > literalDigits) refuse('rule.number', at, { limit: literalDigits });
      return { type: 'literal', value: d, at };
    }
    if (Array.isArray(raw)) return { type: 'list', args: this.list(raw, at, depth), at };
    if (typeof raw === 'object') return this.operation(raw, at, depth);
    return refuse('rule.syntax', at);
  }

  private list(raw: readonly unknown[], at: string, depth: number): Node[] {
    return raw.map((item, i) => this.node(item, `${at}/${i}`, depth + 1));
  }

  /** Reads `{"name": operands}`; a single operand may stand without brackets. */
  private operation(raw: object, at: string, depth: number): Node {
    const entries = Object.entries(raw) as [string, unknown][];
    const [first] = entries;
    if (!first) refuse('rule.syntax', at);
    const [op, operand] = first;
    const text = unfinished(raw);
    if (text !== undefined) refuse('rule.unreadable', at, { text: clip(text) });
    const arity = arities.get(op);
    if (!arity && op !== 'var') refuse('rule.unknownOperator', at, { operator: clip(op) });
    const below = `${at}/${op === '/' ? '~1' : op}`;
    const args = Array.isArray(operand) ? this.list(operand, below, depth) : [this.node(operand, below, depth + 1)];
    if (entries.length > 1) refuse('rule.syntax', at);
    if (!arity) return variable(args, at);
    const [min, max] = arity;
    if (args.length < min || args.length > max) {
      refuse('rule.arity', at, { operator: op, min, max: Number.isFinite(max) ? max : -1, found: args.length });
    }
    return { type: 'op', op, args, at };
  }
}

/** What an author has typed that is no formula yet, kept as `{text}`: never evaluated, and refused by every check. */
export function unfinished(raw: unknown): string | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const [first] = Object.entries(raw);
  return first?.[0] === 'text' && typeof first[1] === 'string' ? first[1] : undefined;
}

function variable(args: readonly Node[], at: string): Node {
  const [arg] = args;
  if (args.length !== 1 || !arg) {
    return refuse('rule.arity', at, { operator: 'var', min: 1, max: 1, found: args.length });
  }
  const name = arg.type === 'literal' && typeof arg.value === 'string' ? arg.value : '';
  const path = name.split('.');
  if (path.length > 4 || path.some((part) => part === '')) refuse('rule.unknownVar', at, { var: clip(name) });
  return { type: 'var', name, path, at };
}

/** Shortens a name that was given from outside before it is shown. */
export function clip(s: string): string {
  const points = [...s];
  return points.length > 40 ? `${points.slice(0, 40).join('')}…` : s;
}
