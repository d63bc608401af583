import { FormulaError } from './error';

export interface Token {
  type: 'number' | 'text' | 'name' | 'word' | 'sign' | 'end';
  /** A text's or a name's content, a sign in its plain form, otherwise as it is written. */
  value: string;
  from: number;
  to: number;
}

/** What Chinese keyboards and mathematicians write, in its plain form. */
const plain: Readonly<Record<string, string>> = {
  '，': ',',
  '、': ',',
  '（': '(',
  '）': ')',
  '＋': '+',
  '－': '-',
  '−': '-',
  '＊': '*',
  '×': '*',
  '／': '/',
  '÷': '/',
  '＝': '=',
  '＜': '<',
  '＞': '>',
  '＆': '&',
  '｛': '{',
  '｝': '}',
  '！': '!',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
};
const closing: Readonly<Record<string, string>> = { '"': '"', '“': '”', '[': ']', '【': '】' };
const pairs = ['<=', '>=', '!=', '<>', '==', '&&', '||'];
const singles = '+-*/=<>&(){},!';

/** Cuts a formula's text into tokens; the last one is the end. */
export function tokensOf(text: string): Token[] {
  const out: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (/\s/.test(char)) {
      at++;
      continue;
    }
    const token = next(text, at, char);
    out.push(token);
    at = token.to;
  }
  out.push({ type: 'end', value: '', from: text.length, to: text.length });
  return out;
}

function next(text: string, from: number, char: string): Token {
  if (Object.hasOwn(closing, char)) return quoted(text, from, char);
  const rest = text.slice(from);
  const number = /^(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?/.exec(rest)?.[0];
  if (number) return { type: 'number', value: number, from, to: from + number.length };
  const word = /^[A-Za-z][A-Za-z0-9_]*/.exec(rest)?.[0];
  if (word) return { type: 'word', value: word, from, to: from + word.length };
  const pair = pairs.find((each) => rest.startsWith(each));
  if (pair) return { type: 'sign', value: pair, from, to: from + 2 };
  const sign = plain[char] ?? char;
  if (Object.hasOwn(plain, char) || singles.includes(char)) return { type: 'sign', value: sign, from, to: from + 1 };
  throw new FormulaError('formula.unexpected', from, from + 1, { found: char });
}

/** Reads a text or a name; the closing sign stands twice where it is meant. */
function quoted(text: string, from: number, open: string): Token {
  const close = closing[open] ?? open;
  let value = '';
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== close) {
      value += text[at];
      continue;
    }
    if (text[at + 1] !== close) {
      return { type: close === '"' || close === '”' ? 'text' : 'name', value, from, to: at + 1 };
    }
    value += close;
    at++;
  }
  throw new FormulaError('formula.unclosed', from, text.length, { open });
}
