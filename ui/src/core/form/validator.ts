import {
  type Schema as LibrarySchema,
  format as libraryFormats,
  type OutputUnit,
  Validator,
} from '@cfworker/json-schema';
import { decimal, textOf } from '../rule/number';
import { characters } from '../rule/text';
import { formats } from './formats';
import { at, escapeToken, isObject, property, texts } from './pointer';
import { listKeywords, locate, mapKeywords, type SchemaDocument, singleKeywords, typeName } from './schema';
import type { Found, Violation } from './types';

// The library looks formats up in this record; ours are the ones that the server knows.
Object.assign(libraryFormats, formats);

/** Errors that only say that something within is wrong. */
const wrappers: ReadonlySet<string> = new Set([
  '$ref',
  'allOf',
  'if',
  'dependentSchemas',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'items',
  'prefixItems',
  'unevaluatedItems',
]);

/** Checks values against a schema and reports violations as builder/form does. */
export class SchemaValidator {
  private readonly validator: Validator;

  constructor(private readonly doc: SchemaDocument) {
    const root = prepare(structuredClone(doc.root)) as Record<string, unknown>;
    delete root.$id;
    this.validator = new Validator(root as LibrarySchema, '2020-12', false);
  }

  /** `hidden` says of the JSON pointer of something missing whether a rule hides it. */
  validate(values: unknown, hidden: (pointer: string) => boolean): Found[] {
    const out: Found[] = [];
    for (const error of this.validator.validate(values).errors) {
      if (!wrappers.has(error.keyword)) out.push(...this.violations(values, error, hidden));
    }
    return out;
  }

  private violations(values: unknown, error: OutputUnit, hidden: (pointer: string) => boolean): Found[] {
    const place = locate(this.doc, error.keywordLocation);
    if (place.inBranch) return [];
    const path = error.instanceLocation
      .split('/')
      .slice(1)
      .map((part) => `/${decodeURI(part).replaceAll('%23', '#')}`)
      .join('');
    const v = at(values, path);
    const absent = (keys: readonly string[]) =>
      keys
        .filter((key) => property(v, key) === undefined)
        .map((key) => ({ path: `${path}/${escapeToken(key)}`, code: 'form.required' }))
        .filter((missing) => !hidden(missing.path));
    switch (error.keyword) {
      case 'required':
        return absent(texts(property(place.holder, 'required')));
      case 'dependentRequired': {
        const needs = property(place.holder, 'dependentRequired');
        if (!isObject(needs)) return [];
        return Object.keys(needs).flatMap((key) => (property(v, key) === undefined ? [] : absent(texts(needs[key]))));
      }
      default: {
        const keyword = place.holder === false ? place.under : error.keyword;
        const found = { path, ...violationOf(keyword, place.holder, v) };
        return [error.keywordLocation.includes('/unevaluated') ? { ...found, spare: true } : found];
      }
    }
  }
}

/** Whether text is a number that has too many digits to be kept exactly. */
function tooLong(s: string): boolean {
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(s)) return false;
  const digits = s.includes('.') ? s.replace(/0+$/, '') : s;
  return digits.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length > 15;
}

/** The code and params of one keyword's error. */
function violationOf(keyword: string, holder: unknown, v: unknown): Omit<Violation, 'path'> {
  const code = `form.${keyword}`;
  const limit = (): Record<string, string> => {
    const n = property(holder, keyword);
    return { limit: typeof n === 'number' ? textOf(decimal(n)) : '' };
  };
  switch (keyword) {
    case 'type': {
      const want = typeName(property(holder, 'type'));
      const long = (want === 'number' || want === 'integer') && typeof v === 'string' && tooLong(v);
      return { code, params: { want: long ? 'digits' : want } };
    }
    case 'minLength':
    case 'maxLength':
      return { code, params: { ...limit(), ...(typeof v === 'string' ? { found: String(characters(v)) } : {}) } };
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties':
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum':
    case 'multipleOf':
      return { code, params: limit() };
    case 'format': {
      const format = property(holder, 'format');
      return { code, params: { format: typeof format === 'string' ? format : '' } };
    }
    case 'enum':
    case 'const':
    case 'pattern':
    case 'uniqueItems':
    case 'not':
    case 'anyOf':
    case 'oneOf':
    case 'propertyNames':
      return { code };
    case 'contains':
    case 'minContains':
    case 'maxContains':
      return { code: 'form.contains' };
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return { code: 'form.unknownField' };
    default:
      return { code: 'form.notAllowed' };
  }
}

/**
 * Makes the schema that the library gets: `false` as `{"not": {}}`, whose errors say where they are, and without
 * the patterns that this engine does not read (the server checks them).
 */
function prepare(v: unknown): unknown {
  if (v === false) return { not: {} };
  if (!isObject(v)) return v;
  const out: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(v)) {
    if (singleKeywords.has(key)) out[key] = prepare(part);
    else if (listKeywords.has(key) && Array.isArray(part)) out[key] = part.map(prepare);
    else if (key === 'patternProperties' && isObject(part)) {
      const entries = Object.entries(part).map(([p, s]) => [portable(p), prepare(s)] as const);
      out[key] = Object.fromEntries(entries.filter(([p]) => p !== undefined));
    } else if (mapKeywords.has(key) && isObject(part)) {
      out[key] = Object.fromEntries(Object.entries(part).map(([name, s]) => [name, prepare(s)]));
    } else if (key === 'pattern' && typeof part === 'string') {
      const pattern = portable(part);
      if (pattern !== undefined) out[key] = pattern;
    } else out[key] = part;
  }
  return out;
}

/** A pattern as this engine reads it; undefined for one that it does not. The server's patterns are RE2's. */
function portable(pattern: string): string | undefined {
  const scripts = pattern.replace(/\\([pP])\{([A-Z][a-z]{2,})\}/g, '\\$1{Script=$2}');
  for (const candidate of [pattern, scripts]) {
    try {
      new RegExp(candidate, 'u');
      return candidate;
    } catch {
      // Tried in its other spelling, or left to the server.
    }
  }
  return undefined;
}
