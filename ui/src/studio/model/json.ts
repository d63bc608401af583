import { escapeToken } from '../../core/form/pointer';

/** Where in a text something stands; both count from 1. */
export interface TextPlace {
  line: number;
  column: number;
}

/** Why a text is no JSON. */
export type JsonFault =
  | 'end'
  | 'character'
  | 'text'
  | 'number'
  | 'comma'
  | 'colon'
  | 'twice'
  | 'after'
  | 'deep'
  | 'key';

export type JsonRead =
  | { ok: true; value: unknown; placeOf: (pointer: string) => TextPlace }
  | { ok: false; fault: JsonFault; at: TextPlace };

/** Deeper than any form may be, and far from what would exhaust the stack. */
const DEPTH = 100;

class Fault extends Error {
  constructor(
    readonly fault: JsonFault,
    readonly offset: number,
  ) {
    super(fault);
  }
}

/**
 * Reads JSON and remembers where each value begins, so that what is wrong with one can be shown at its line. Stricter
 * than JSON.parse in one thing: a key must not stand twice, since one of the two would be lost in silence.
 */
export function readJson(text: string): JsonRead {
  const reader = new Reader(text);
  try {
    const value = reader.document();
    return { ok: true, value, placeOf: (pointer) => placeAt(text, reader.offsetOf(pointer)) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, fault: error.fault, at: placeAt(text, error.offset) };
  }
}

function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

class Reader {
  private at = 0;
  private readonly offsets = new Map<string, number>();

  constructor(private readonly text: string) {}

  /** Where the value at a pointer begins, or the nearest one around it. */
  offsetOf(pointer: string): number {
    for (let path = pointer; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
      const known = this.offsets.get(path);
      if (known !== undefined) return known;
    }
    return this.offsets.get('') ?? 0;
  }

  document(): unknown {
    const value = this.value('', 0);
    this.space();
    if (this.at < this.text.length) throw new Fault('after', this.at);
    return value;
  }

  private space(): void {
    while (' \n\r\t'.includes(this.text[this.at] ?? '-')) this.at++;
  }

  private value(pointer: string, depth: number): unknown {
    this.space();
    if (depth > DEPTH) throw new Fault('deep', this.at);
    if (!this.offsets.has(pointer)) this.offsets.set(pointer, this.at);
    const first = this.text[this.at];
    if (first === undefined) throw new Fault('end', this.at);
    if (first === '{') return this.object(pointer, depth);
    if (first === '[') return this.list(pointer, depth);
    if (first === '"') return this.string();
    for (const [word, value] of [['true', true] as const, ['false', false] as const, ['null', null] as const]) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    if (first === '-' || (first >= '0' && first <= '9')) return this.number();
    throw new Fault('character', this.at);
  }

  private object(pointer: string, depth: number): unknown {
    const entries: [string, unknown][] = [];
    const seen = new Set<string>();
    this.at++;
    this.space();
    if (this.text[this.at] === '}') {
      this.at++;
      return {};
    }
    for (;;) {
      this.space();
      const start = this.at;
      if (this.text[start] === undefined) throw new Fault('end', start);
      if (this.text[start] !== '"') throw new Fault('key', start);
      const key = this.string();
      if (seen.has(key)) throw new Fault('twice', start);
      seen.add(key);
      const below = `${pointer}/${escapeToken(key)}`;
      this.offsets.set(below, start);
      this.space();
      if (this.text[this.at] !== ':') throw new Fault(this.at < this.text.length ? 'colon' : 'end', this.at);
      this.at++;
      entries.push([key, this.value(below, depth + 1)]);
      // Entries, and not assignments: a key named __proto__ stays a key.
      if (this.ends('}')) return Object.fromEntries(entries);
    }
  }

  private list(pointer: string, depth: number): unknown {
    const out: unknown[] = [];
    this.at++;
    this.space();
    if (this.text[this.at] === ']') {
      this.at++;
      return out;
    }
    for (;;) {
      out.push(this.value(`${pointer}/${out.length}`, depth + 1));
      if (this.ends(']')) return out;
    }
  }

  /** Passes a comma, or the closing bracket. */
  private ends(bracket: string): boolean {
    this.space();
    const next = this.text[this.at];
    if (next === undefined) throw new Fault('end', this.at);
    if (next !== ',' && next !== bracket) throw new Fault('comma', this.at);
    this.at++;
    return next === bracket;
  }

  private string(): string {
    const start = this.at;
    for (this.at++; ; this.at++) {
      const next = this.text[this.at];
      if (next === undefined || next < ' ') throw new Fault('text', start);
      if (next === '\\') this.at++;
      else if (next === '"') break;
    }
    this.at++;
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      throw new Fault('text', start);
    }
  }

  private number(): number {
    const found = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    found.lastIndex = this.at;
    const [digits] = found.exec(this.text) ?? [];
    if (digits === undefined) throw new Fault('number', this.at);
    this.at += digits.length;
    return Number(digits);
  }
}
