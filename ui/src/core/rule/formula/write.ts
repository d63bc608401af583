import { isDecimal, textOf } from '../number';
import { type Node, parse } from '../parse';
import type { Naming } from './naming';
import { chained, functionOf, levels, signOf } from './words';

type Op = Extract<Node, { type: 'op' }>;

/** Writes an expression as formula text, which reads back as the same expression; throws a CompileError. */
export function writeFormula(expr: unknown, naming: Naming): string {
  return new Writer(naming).text(parse(expr).root, 0);
}

/** A name as it stands in brackets. */
export function bracketed(name: string): string {
  return `[${name.replace(/]/g, ']]')}]`;
}

class Writer {
  constructor(private readonly naming: Naming) {}

  text(n: Node | undefined, least: number, options?: ReadonlyMap<string, string>): string {
    switch (n?.type) {
      case 'op': {
        const [text, level] = this.operation(n);
        return level < least ? `(${text})` : text;
      }
      case 'var':
        return n.name === '$today' ? 'today()' : bracketed(this.naming.nameOf(n.name));
      case 'list':
        return `{${n.args.map((a) => this.text(a, 0, options)).join(', ')}}`;
      case 'literal':
        return literal(n.value, options);
      default:
        return '';
    }
  }

  /** An operation and how tightly it binds. */
  private operation(n: Op): [text: string, level: number] {
    const { op, args } = n;
    const level = levels[op] ?? alone;
    const sign = signOf[op];
    const [first, second] = args;
    if (op === '!') return [`not(${this.text(first, 0)})`, level];
    if (op === '-' && !second) {
      const text = this.text(first, alone);
      // A number with a sign of its own would be read as a number.
      return [first?.type === 'literal' ? `-(${text})` : `-${text}`, unary];
    }
    const infix = sign !== undefined && (chained.has(op) ? args.length > 1 : args.length === 2);
    if (!infix) return [`${functionOf(op)}(${args.map((a) => this.text(a, 0)).join(', ')})`, alone];
    const words = optionsFor(n, this.naming);
    const parts = args.map((a, i) => {
      // Of two chains of one kind in a row, the first would swallow the second's operands.
      const same = i === 0 && a.type === 'op' && a.op === op && chained.has(op);
      const least = i > 0 || same || level === comparison ? level + 1 : level;
      return this.text(a, least, words);
    });
    return [parts.join(` ${sign} `), level];
  }
}

const comparison = 4;
const unary = 8;
const alone = 9;

function literal(v: Extract<Node, { type: 'literal' }>['value'], options?: ReadonlyMap<string, string>): string {
  if (isDecimal(v)) return textOf(v);
  if (typeof v !== 'string') return String(v);
  return `"${(options?.get(v) ?? v).replace(/"/g, '""')}"`;
}

/** The words of the options, where a choice is compared. */
function optionsFor({ op, args }: Op, naming: Naming): ReadonlyMap<string, string> | undefined {
  if (!['==', '!=', 'in'].includes(op)) return undefined;
  const subject = args[0]?.type === 'var' ? args[0] : args[1];
  return subject?.type === 'var' ? naming.options(subject.name) : undefined;
}
