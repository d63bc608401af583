import { isDate, timeShaped } from './date';
import { type Checked, lookup } from './lookup';
import { parseMoment } from './moment';
import { clip, type Expr, type Node } from './parse';
import { signatures } from './signatures';
import type { Finding, Kind, Type, Types } from './types';

type Op = Extract<Node, { type: 'op' }>;

/** The type of a part about which something has been reported. */
const unknown: Checked = undefined;

/**
 * What is wrong with an expression for a form with these fields and a result of this type; builder/rule does the
 * same. Each finding's `at` is the JSON pointer of the place within the expression. `table` is the table whose
 * rows `$row` stands for.
 */
export function check(expr: Expr, types: Types, want: Type, table = ''): Finding[] {
  const c = new Checker(types, table);
  const typ = c.infer(expr.root);
  if (typ && !c.fits(expr.root, typ, want)) c.mismatch(expr.root, typ, want.kind);
  return c.findings;
}

/** The type of an expression as far as it is known. */
export function typeOf(expr: Expr, types: Types, table = ''): Type | undefined {
  return new Checker(types, table).infer(expr.root);
}

/** A type as a finding's params carry it. */
function nameOf(t: Type): string {
  return t.list ? `${t.kind}[]` : t.kind;
}

/** Infers the types of an expression's parts and collects what is wrong. */
export class Checker {
  readonly findings: Finding[] = [];
  /** What is known, so that each node is judged, and reported, once. */
  private readonly inferred = new Map<Node, Checked>();

  constructor(
    private readonly types: Types,
    private readonly table: string,
  ) {}

  add(n: Node, code: string, params: Record<string, unknown> = {}): void {
    this.findings.push({ code, path: '', params: { ...params, at: n.at } });
  }

  infer(n: Node): Checked {
    if (this.inferred.has(n)) return this.inferred.get(n);
    const typ = this.inferOnce(n);
    this.inferred.set(n, typ);
    return typ;
  }

  private inferOnce(n: Node): Checked {
    switch (n.type) {
      case 'op':
        return signatures[n.op]?.(this, n);
      case 'var': {
        const found = lookup(this.types, n.path, this.table);
        if (typeof found !== 'string') return found;
        this.add(n, found, { var: n.name });
        return unknown;
      }
      case 'list':
        return this.inferList(n.args);
      default:
        if (n.value === null) return { kind: 'null' };
        if (typeof n.value === 'boolean') return { kind: 'boolean' };
        return { kind: typeof n.value === 'string' ? 'text' : 'number' };
    }
  }

  /** Unites the types of a list's elements. */
  private inferList(args: readonly Node[]): Checked {
    let out: Type = { kind: 'null', list: true };
    for (const a of args) {
      const typ = this.infer(a);
      if (!typ) return unknown;
      if (typ.list || typ.kind === 'table') {
        this.mismatch(a, typ, 'text', 'number');
        return unknown;
      }
      const united = unite(out, { kind: typ.kind, list: true });
      if (!united) {
        this.mismatch(a, typ, out.kind);
        return unknown;
      }
      out = united;
    }
    return out;
  }

  /** The type that all of the nodes have. */
  uniteAll(nodes: readonly Node[]): Checked {
    let out: Type = { kind: 'null' };
    for (const b of nodes) {
      const typ = this.infer(b);
      if (!typ) return unknown;
      const united = unite(out, typ) ?? (this.fits(b, typ, out) ? out : undefined);
      if (!united) {
        this.mismatch(b, typ, out.kind);
        return unknown;
      }
      out = united;
    }
    return out;
  }

  /** Reports an operand of the wrong type. */
  mismatch(n: Node, found: Type, ...want: string[]): void {
    this.add(n, 'rule.type', { found: nameOf(found), want });
  }

  /** Reports an operand unless it is of one of the kinds, and not a list. Null literals pass. */
  operand(n: Node | undefined, ...want: Kind[]): Checked {
    const typ = n && this.infer(n);
    if (!n || !typ || isNull(typ)) return typ;
    if (typ.list || !want.includes(typ.kind)) {
      this.mismatch(n, typ, ...want);
      return unknown;
    }
    return typ;
  }

  /** Reports an operand that cannot stand for a kind. */
  fitting(n: Node | undefined, want: Kind): void {
    const typ = n && this.infer(n);
    if (n && typ && !this.fits(n, typ, { kind: want })) this.mismatch(n, typ, want);
  }

  /** Whether a node of one type may stand where another is wanted. A literal that is written like a date is one. */
  fits(n: Node, typ: Type, want: Type): boolean {
    if (isNull(typ)) return true;
    if (!typ.list !== !want.list) return false;
    if (n.type === 'op' && (n.op === 'if' || n.op === 'ifEmpty')) {
      // Each branch is judged for itself, so that literals in branches fit.
      return branches(n).every((b) => {
        const own = this.infer(b);
        return !own || this.fits(b, own, want);
      });
    }
    if (typ.kind === want.kind) {
      this.option(n, want);
      return true;
    }
    if (n.type !== 'literal' || typeof n.value !== 'string') return false;
    if (want.kind === 'dateTime') return parseMoment(n.value) !== undefined;
    return (want.kind === 'date' && isDate(n.value)) || (want.kind === 'time' && timeShaped(n.value));
  }

  /** Reports a literal that a choice field cannot have. */
  private option(n: Node, want: Type): void {
    if (n.type !== 'literal' || typeof n.value !== 'string' || !want.options) return;
    if (!want.options.includes(n.value)) this.add(n, 'rule.unknownOption', { value: clip(n.value) });
  }

  /** Checks that both operands have one of the kinds, and the same. */
  alike(n: Op, ...want: Kind[]): void {
    let [a, b] = n.args;
    if (!a || !b) return;
    let ta = this.infer(a);
    let tb = this.infer(b);
    for (const [node, typ] of [
      [a, ta],
      [b, tb],
    ] as const) {
      if (typ && isNull(typ) && node.type === 'literal') {
        this.add(node, 'rule.nullCompare');
        return;
      }
    }
    if (!ta || !tb) return;
    if (a.type === 'literal') {
      // A literal takes the type of the other side where it can.
      [a, b, ta, tb] = [b, a, tb, ta];
    }
    if (ta.list || !want.includes(ta.kind)) this.mismatch(a, ta, ...want);
    else if (!this.fits(b, tb, ta)) this.mismatch(b, tb, ta.kind);
  }

  /** Checks that a value may stand in a list; the elements of a literal list are judged one by one. */
  member(list: Node | undefined, value: Node | undefined): void {
    if (!list || !value) return;
    const tl = this.infer(list);
    const tv = this.operand(value, 'number', 'text', 'boolean', 'date', 'time', 'dateTime');
    if (!tl || !tv || isNull(tl)) return;
    if (!tl.list) {
      this.mismatch(list, tl, 'text[]');
      return;
    }
    if (list.type === 'list') {
      for (const item of list.args) {
        const typ = this.infer(item);
        if (typ && !this.fits(item, typ, tv)) this.mismatch(item, typ, tv.kind);
      }
      return;
    }
    if (!this.fits(value, tv, { ...tl, list: false })) this.mismatch(value, tv, tl.kind);
  }
}

export function isNull(t: Type): boolean {
  return t.kind === 'null' && !t.list;
}

/** The operands of an `if`, or of `ifEmpty`, that may be its result. */
export function branches({ op, args }: Op): readonly Node[] {
  return op === 'ifEmpty' ? args : args.filter((_, i) => i % 2 === 1 || i === args.length - 1);
}

/** The type that both have; null goes with everything. */
function unite(a: Type, b: Type): Type | undefined {
  if (!a.list !== !b.list) return isNull(a) ? b : isNull(b) ? a : undefined;
  if (a.kind === b.kind) return sameOptions(a.options, b.options) ? a : { ...a, options: undefined };
  if (a.kind === 'null') return b;
  return b.kind === 'null' ? a : undefined;
}

function sameOptions(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
