import { parse } from '../parse';
import { CompileError } from '../types';
import { FormulaError } from './error';
import type { Naming } from './naming';
import { type Token, tokensOf } from './tokens';
import { chained, operatorOf } from './words';

const maxText = 10_000;
const maxDepth = 60;

interface Span {
  from: number;
  to: number;
}

interface Place extends Span {
  /** Stands in brackets of its own, so that no chain takes its operands. */
  grouped?: boolean;
}

/** A part of a formula, with its place in the text. */
type Part =
  | (Place & { type: 'literal'; value: string | number | boolean | null })
  | (Place & { type: 'list'; args: Part[] })
  | (Place & { type: 'var'; path: string })
  | (Place & { type: 'op'; op: string; args: Part[] });

/** An expression that was written as text. */
export interface Formula {
  /** In JSON Logic's syntax. */
  expr: unknown;
  /** The place in the text of the part at a JSON pointer. */
  spanOf(pointer: string): Span;
}

/** Reads a formula's text; throws a {@link FormulaError}. */
export function readFormula(text: string, naming: Naming): Formula {
  if (text.length > maxText) throw new FormulaError('formula.tooLong', maxText, text.length, { limit: maxText });
  const root = new Reader(tokensOf(text), naming).whole();
  const expr = jsonOf(root);
  const spans = new Map<string, Span>();
  note(root, '', spans);
  const spanOf = (pointer: string) => spans.get(pointer) ?? { from: 0, to: text.length };
  try {
    parse(expr);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const [found] = error.findings;
    const { from, to } = spanOf(String(found?.params?.at ?? ''));
    throw new FormulaError(found?.code ?? 'rule.syntax', from, to, found?.params);
  }
  return { expr, spanOf };
}

function jsonOf(part: Part): unknown {
  switch (part.type) {
    case 'literal':
      return part.value;
    case 'list':
      return part.args.map(jsonOf);
    case 'var':
      return { var: part.path };
    default:
      return { [part.op]: part.args.map(jsonOf) };
  }
}

function note(part: Part, at: string, spans: Map<string, Span>): void {
  spans.set(at, part);
  if (part.type !== 'op' && part.type !== 'list') return;
  const below = part.type === 'list' ? at : `${at}/${part.op === '/' ? '~1' : part.op}`;
  part.args.forEach((arg, i) => {
    note(arg, `${below}/${i}`, spans);
  });
}

const comparisons: Readonly<Record<string, string>> = {
  '=': '==',
  '==': '==',
  '<>': '!=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  in: 'in',
};

class Reader {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly naming: Naming,
  ) {}

  whole(): Part {
    if (this.peek.type === 'end') throw new FormulaError('formula.empty', 0, 0);
    const part = this.either();
    if (this.at < this.tokens.length - 1) throw this.unexpected();
    return part;
  }

  private get peek(): Token {
    return this.tokens[this.at] ?? { type: 'end', value: '', from: 0, to: 0 };
  }

  private take(): Token {
    const token = this.peek;
    this.at++;
    return token;
  }

  /** Whether one of the signs or words comes next; which one. */
  private next(...values: string[]): string | undefined {
    const { type, value } = this.peek;
    const plain = type === 'word' ? value.toLowerCase() : value;
    return (type === 'sign' || type === 'word') && values.includes(plain) ? plain : undefined;
  }

  private unexpected(): FormulaError {
    const { type, from, to } = this.peek;
    if (type === 'end') return new FormulaError('formula.unfinished', Math.max(0, from - 1), to);
    return new FormulaError('formula.unexpected', from, to, { found: this.peek.value });
  }

  private either(): Part {
    if (++this.depth > maxDepth) throw new FormulaError('rule.tooDeep', this.peek.from, this.peek.to, { limit: 32 });
    const part = this.chain({ or: 'or', '||': 'or' }, () =>
      this.chain({ and: 'and', '&&': 'and' }, () => this.negation()),
    );
    this.depth--;
    return part;
  }

  /** Operands with operators of one level between them, from the left; what may be a chain becomes one. */
  private chain(ops: Readonly<Record<string, string>>, operand: () => Part): Part {
    let acc = operand();
    for (let sign = this.next(...Object.keys(ops)); sign; sign = this.next(...Object.keys(ops))) {
      const op = ops[sign] ?? sign;
      this.at++;
      const right = operand();
      const longer = acc.type === 'op' && acc.op === op && !acc.grouped && chained.has(op) ? acc.args : undefined;
      const args = longer ? [...longer, right] : [acc, right];
      acc = { type: 'op', op, args, from: acc.from, to: right.to };
    }
    return acc;
  }

  private negation(): Part {
    if (!this.next('not', '!')) return this.comparison();
    const { from } = this.take();
    if (++this.depth > maxDepth) throw new FormulaError('rule.tooDeep', from, this.peek.to, { limit: 32 });
    const arg = this.negation();
    this.depth--;
    return { type: 'op', op: '!', args: [arg], from, to: arg.to };
  }

  private comparison(): Part {
    const left = this.joined();
    const sign = this.next(...Object.keys(comparisons));
    if (!sign) return left;
    this.at++;
    const right = this.joined();
    const op = comparisons[sign] ?? sign;
    return this.withOptions({ type: 'op', op, args: [left, right], from: left.from, to: right.to });
  }

  private joined(): Part {
    return this.chain({ '&': 'cat' }, () =>
      this.chain({ '+': '+', '-': '-' }, () => this.chain({ '*': '*', '/': '/' }, () => this.signed())),
    );
  }

  private signed(): Part {
    if (this.next('-')) {
      const { from } = this.take();
      if (this.peek.type === 'number') {
        const { value, to } = this.take();
        return { type: 'literal', value: -Number(value), from, to };
      }
      if (++this.depth > maxDepth) throw new FormulaError('rule.tooDeep', from, this.peek.to, { limit: 32 });
      const arg = this.signed();
      this.depth--;
      return { type: 'op', op: '-', args: [arg], from, to: arg.to };
    }
    return this.primary();
  }

  private primary(): Part {
    const token = this.peek;
    const { type, value, from, to } = token;
    switch (type) {
      case 'number':
        this.at++;
        return { type: 'literal', value: Number(value), from, to };
      case 'text':
        this.at++;
        return { type: 'literal', value, from, to };
      case 'name': {
        this.at++;
        const path = this.naming.resolve(value);
        if (path === undefined) throw new FormulaError('formula.unknownName', from, to, { name: value });
        return { type: 'var', path, from, to };
      }
      case 'word':
        return this.word();
      case 'sign': {
        if (value === '(') {
          this.at++;
          const inner = this.either();
          const end = this.close(')', from);
          return { ...inner, grouped: true, from, to: end };
        }
        if (value === '{') {
          this.at++;
          const args = this.list('}', from);
          return { type: 'list', args, from, to: this.tokens[this.at - 1]?.to ?? to };
        }
        throw this.unexpected();
      }
      default:
        throw this.unexpected();
    }
  }

  private word(): Part {
    const { value, from, to } = this.take();
    const constant = { true: true, false: false, null: null }[value.toLowerCase()];
    if (constant !== undefined) return { type: 'literal', value: constant, from, to };
    if (value.toLowerCase() === 'now') throw new FormulaError('rule.noNow', from, to);
    const today = value.toLowerCase() === 'today';
    const op = operatorOf(value);
    if (!today && op === undefined) throw new FormulaError('formula.unknownFunction', from, to, { name: value });
    if (this.peek.value !== '(' || this.peek.type !== 'sign') {
      throw new FormulaError('formula.noBrackets', from, to, { name: value });
    }
    this.at++;
    const args = this.list(')', from);
    const end = this.tokens[this.at - 1]?.to ?? to;
    if (op !== undefined) return this.withOptions({ type: 'op', op, args, from, to: end, grouped: true });
    if (args.length > 0) throw new FormulaError('rule.arity', from, end, { operator: value, found: args.length });
    return { type: 'var', path: '$today', from, to: end };
  }

  /** Operands up to a closing sign. */
  private list(close: string, open: number): Part[] {
    const args: Part[] = [];
    if (!this.next(close)) {
      args.push(this.either());
      while (this.next(',')) {
        this.at++;
        args.push(this.either());
      }
    }
    this.close(close, open);
    return args;
  }

  private close(sign: string, open: number): number {
    const { type, to } = this.peek;
    if (type === 'end') throw new FormulaError('formula.unclosed', open, to, { open: sign === ')' ? '(' : '{' });
    if (!this.next(sign)) throw this.unexpected();
    this.at++;
    return to;
  }

  /** A choice is compared with the words of its options; what is stored are their values. */
  private withOptions(part: Part): Part {
    if (part.type !== 'op' || !['==', '!=', 'in'].includes(part.op)) return part;
    const [a, b] = part.args;
    if (!a || !b || part.args.length !== 2) return part;
    const [subject, other] = a.type === 'var' ? [a, b] : [b, a];
    if (subject.type !== 'var') return part;
    const values = new Map([...this.naming.options(subject.path)].map(([value, words]) => [words, value]));
    const valued = (each: Part): Part =>
      each.type === 'literal' && typeof each.value === 'string'
        ? { ...each, value: values.get(each.value) ?? each.value }
        : each;
    const changed: Part = other.type === 'list' ? { ...other, args: other.args.map(valued) } : valued(other);
    return { ...part, args: subject === a ? [a, changed] : [changed, b] };
  }
}
