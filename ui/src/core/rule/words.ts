import { fill, pick, type Text } from '../words';
import { isDecimal, textOf } from './number';
import { precedence } from './operators';
import type { Expr, Node } from './parse';
import { phrases, signs } from './phrases';

/** The words that an expression is rendered with. */
export interface Labels {
  /** Field id or `table.column` → its title. */
  fields: Readonly<Record<string, Text>>;
  /** Choice field → value → its words. */
  options: Readonly<Record<string, Readonly<Record<string, Text>>>>;
}

/** Renders an expression for people: “Working days > 3”. Where a field has no title its path stands instead. */
export function describe(expr: Expr, labels: Labels, lang: string): string {
  return new Wording(labels, lang).text(expr.root, 0);
}

type Op = Extract<Node, { type: 'op' }>;
type Var = Extract<Node, { type: 'var' }>;

/** How tightly an operand must bind to stand without parentheses. */
const comparison = 4;
const product = 5;
const alone = 6;

/** builder/rule/words.go does the same; the vectors hold the two together. */
class Wording {
  private readonly say: Readonly<Record<string, string>>;

  constructor(
    private readonly labels: Labels,
    private readonly lang: string,
  ) {
    this.say = phrases[lang] ?? phrases.en ?? {};
  }

  text(n: Node | undefined, least: number): string {
    switch (n?.type) {
      case 'op': {
        const s = this.operation(n);
        const binds = precedence.get(n.op) ?? 0;
        const negation = n.op === '-' && n.args.length === 1;
        return binds > 0 && binds < least && !negation ? this.phrase('parens', s) : s;
      }
      case 'var':
        return this.variable(n);
      case 'list':
        return this.list(n.args);
      case 'literal':
        return this.literal(n);
      default:
        return '';
    }
  }

  private phrase(name: string, ...texts: string[]): string {
    return fill(this.say[name] ?? '', Object.fromEntries(texts.map((t, i) => [String(i), t])));
  }

  private operation(n: Op): string {
    const [first, second] = n.args;
    switch (n.op) {
      case '==':
      case '!=':
        return this.equality(n);
      case '<':
      case '<=':
      case '>':
      case '>=':
      case '+':
      case 'cat':
        return this.infix(n, comparison, comparison);
      case 'and':
        return n.args.map((a) => this.condition(a, 2)).join(this.say.and);
      case 'or':
        return n.args.map((a) => this.condition(a, 1)).join(this.say.or);
      case '!':
        return this.not(first);
      case 'if':
        return this.choice(n);
      case '*':
        return this.infix(n, product, product);
      case '/':
        return this.infix(n, product, alone);
      case '-':
        return second ? this.infix(n, comparison, product) : this.phrase('negative', this.text(first, alone));
      case 'in':
      case 'contains':
        return this.phrase(n.op, this.text(first, comparison), this.operand(second, first));
      case 'sum':
      case 'min':
      case 'max':
      case 'avg':
      case 'ifEmpty':
        return this.phrase(n.op, this.list(n.args));
      default:
        return this.phrase(this.phraseOf(n), ...n.args.map((a) => this.text(a, alone)));
    }
  }

  /** The phrase of a function, which may have one of its own for two operands. */
  private phraseOf({ op, args }: Op): string {
    const own = args.length === 2 ? [`${op}To`, `${op}By`].find((name) => Object.hasOwn(this.say, name)) : undefined;
    return own ?? op;
  }

  private infix(n: Op, first: number, rest: number): string {
    return n.args.map((a, i) => this.text(a, i === 0 ? first : rest)).join(` ${signs[n.op]} `);
  }

  /** An operand that is a boolean: a yes/no field alone says which of the two. */
  private condition(n: Node | undefined, least: number): string {
    return n?.type === 'var' ? this.phrase('isBool', this.variable(n), this.say.yes ?? '') : this.text(n, least);
  }

  private not(n: Node | undefined): string {
    if (n?.type === 'var') return this.phrase('isBool', this.variable(n), this.say.no ?? '');
    if (n?.type === 'op' && n.op === 'empty') return this.phrase('filled', this.text(n.args[0], alone));
    return this.phrase('not', this.text(n, 0));
  }

  /** “=” of numbers and “is” of everything else. */
  private equality(n: Op): string {
    let [a, b] = n.args;
    if (a?.type === 'literal' && b?.type !== 'literal') [a, b] = [b, a];
    const left = this.text(a, comparison);
    const right = this.operand(b, a);
    const suffix = n.op === '!=' ? 'Not' : '';
    const value = b?.type === 'literal' ? b.value : undefined;
    if (typeof value === 'boolean') return this.phrase(`isBool${suffix}`, left, right);
    const numeric = isDecimal(value) || a?.type === 'op' || b?.type === 'op';
    return this.phrase(`${numeric ? 'equal' : 'is'}${suffix}`, left, right);
  }

  /** What is compared with `subject`: a choice's value by the option's words. */
  private operand(n: Node | undefined, subject: Node | undefined): string {
    if (n?.type === 'list') return this.list(n.args, subject);
    return n?.type === 'literal' ? this.literal(n, subject) : this.text(n, comparison);
  }

  private list(args: readonly Node[], subject?: Node): string {
    return args
      .map((a) => (a.type === 'literal' ? this.literal(a, subject) : this.text(a, alone)))
      .join(this.say.comma);
  }

  private literal(n: Extract<Node, { type: 'literal' }>, subject?: Node): string {
    const v = n.value;
    if (v === null) return this.say.nothing ?? '';
    if (typeof v === 'boolean') return (v ? this.say.yes : this.say.no) ?? '';
    if (typeof v !== 'string') return textOf(v);
    if (subject?.type === 'var') {
      const last = subject.path.at(-1);
      if ((last === 'startHalf' || last === 'endHalf') && (v === 'am' || v === 'pm')) return this.say[v] ?? '';
      const option = pick(own(own(this.labels.options, fieldOf(subject)), v), this.lang);
      if (option) return option;
    }
    return this.phrase('quoted', v);
  }

  private choice(n: Op): string {
    const parts: string[] = [];
    let i = 0;
    for (; i + 1 < n.args.length; i += 2) {
      parts.push(this.phrase('if', this.condition(n.args[i], 0), this.text(n.args[i + 1], comparison)));
    }
    if (i < n.args.length) parts.push(this.phrase('else', this.text(n.args[i], comparison)));
    return parts.join(this.say.thenComma);
  }

  private variable(n: Var): string {
    if (n.name.startsWith('$')) {
      const phrase = own(this.say, n.name);
      if (phrase) return phrase;
    }
    const title = this.title(n.path);
    if (title) return title;
    const of = `of.${n.path.at(-1)}`;
    if (n.path.length > 1 && own(this.say, of)) {
      const whole = this.title(n.path.slice(0, -1));
      if (whole) return this.phrase(of, whole);
    }
    return n.name;
  }

  /** The title of a field or column; a column of the same row is found by its own name. */
  private title(path: readonly string[]): string {
    const { fields } = this.labels;
    if (path[0] !== '$row') return pick(own(fields, path.join('.')), this.lang);
    const suffix = `.${path.slice(1).join('.')}`;
    const found = Object.keys(fields)
      .filter((field) => field.endsWith(suffix) && pick(fields[field], this.lang))
      .sort()[0];
    return found === undefined ? '' : pick(fields[found], this.lang);
  }
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The path under which a variable's words are kept. */
function fieldOf(n: Var): string {
  return n.path[0] === '$row' ? n.path.slice(1).join('.') : n.name;
}
