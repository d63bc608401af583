import { escapeToken, isObject, property, texts, unescapeToken } from './pointer';
import { FormError, type Schema } from './types';

/** The caps of builder/form: a schema that could take long never reaches the validator. */
const maxDepth = 32;
const maxNodes = 10_000;
const maxCost = 100_000;
/** How many schemas may be written, how many different patterns, and how many objects, lists and values of any kind. */
const maxSchemas = 2000;
const maxPatterns = 500;
const maxContainers = 10_000;
const maxValues = 40_000;
export const maxList = 1000;
export const maxMembers = 1000;

/** The keywords whose values are schemas: one, a list, or a map of them. */
export const singleKeywords: ReadonlySet<string> = new Set([
  'items',
  'contains',
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
]);
export const listKeywords: ReadonlySet<string> = new Set(['prefixItems', 'allOf', 'anyOf', 'oneOf']);
export const mapKeywords: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'definitions',
]);

/** A schema within a schema: where, and how often it may be applied for one application of its parent. */
interface Child {
  pointer: string;
  schema: unknown;
  times: number;
}

function children(s: Schema, pointer: string): Child[] {
  const out: Child[] = [];
  for (const [key, v] of Object.entries(s)) {
    const below = `${pointer}/${escapeToken(key)}`;
    if (singleKeywords.has(key)) out.push({ pointer: below, schema: v, times: times(s, key) });
    else if (listKeywords.has(key) && Array.isArray(v)) {
      v.forEach((schema: unknown, i) => {
        out.push({ pointer: `${below}/${i}`, schema, times: 1 });
      });
    } else if (mapKeywords.has(key) && isObject(v)) {
      for (const [name, schema] of Object.entries(v)) {
        out.push({ pointer: `${below}/${escapeToken(name)}`, schema, times: times(s, key) });
      }
    }
  }
  return out;
}

function times(s: Schema, key: string): number {
  if (typeof s[key] === 'boolean') return 1;
  switch (key) {
    case 'items':
    case 'contains':
    case 'unevaluatedItems':
      return least(s.maxItems, maxList);
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'propertyNames':
    case 'patternProperties':
      return least(s.maxProperties, maxMembers);
    case '$defs':
    case 'definitions':
      return 0;
    default:
      return 1;
  }
}

function least(v: unknown, most: number): number {
  return typeof v === 'number' && v >= 0 && v < most ? Math.floor(v) : most;
}

interface Measure {
  nodes: number;
  depth: number;
  cost: number;
}

/** A schema document: its parts by pointer, and what its references name. */
export class SchemaDocument {
  private readonly schemas = new Map<string, unknown>();
  private readonly patterns = new Set<string>();
  private readonly measures = new Map<string, Measure | 'underWay'>();

  /** Throws a {@link FormError} for a schema that is malformed, circular, or larger than a form's may be. */
  constructor(readonly root: Schema) {
    this.size(root);
    this.register(root, '');
    const m = this.measure('');
    if (m.depth > maxDepth) throw new FormError('form.schemaDepth');
    if (m.nodes > maxNodes) throw new FormError('form.schemaNodes');
    if (m.cost > maxCost) throw new FormError('form.schemaCost');
  }

  schema(pointer: string): unknown {
    return this.schemas.get(pointer);
  }

  /** The pointer that a `$ref` names; undefined where it names nothing in this document. */
  resolve(ref: unknown): string | undefined {
    if (typeof ref !== 'string') return undefined;
    if (ref === '#' || ref === '#/') return '';
    if (!ref.startsWith('#/')) return undefined;
    let pointer = '';
    try {
      for (const part of ref.slice(2).split('/')) pointer += `/${escapeToken(unescapeToken(decodeURIComponent(part)))}`;
    } catch {
      return undefined;
    }
    return this.schemas.has(pointer) ? pointer : undefined;
  }

  /** The schema at a pointer with those that it refers to, its own keywords first. */
  follow(pointer: string): Schema {
    const s = this.schemas.get(pointer);
    if (!isObject(s)) return {};
    const target = this.resolve(s.$ref);
    if (target === undefined) return s;
    const { $ref: _, ...own } = s;
    return { ...this.follow(target), ...own };
  }

  /** Follows `$ref` from a pointer to the schema that has a keyword. */
  holder(pointer: string, keyword: string): string {
    const s = this.schemas.get(pointer);
    const target = isObject(s) && !Object.hasOwn(s, keyword) ? this.resolve(s.$ref) : undefined;
    return target === undefined ? pointer : this.holder(target, keyword);
  }

  /** Counts what is written, before anything is looked at: as the server does, a text's values by its commas. */
  private size(root: unknown): void {
    let containers = 0;
    let commas = 0;
    const stack = [root];
    while (stack.length > 0) {
      const v = stack.pop();
      if (v === null || typeof v !== 'object') continue;
      const items = Object.values(v);
      containers++;
      commas += Math.max(0, items.length - 1);
      if (containers > maxContainers || containers + commas > maxValues) throw new FormError('form.schemaNodes');
      for (const item of items) stack.push(item);
    }
  }

  private register(v: unknown, pointer: string): void {
    if (this.schemas.size === maxSchemas) throw new FormError('form.schemaNodes');
    this.schemas.set(pointer, v);
    if (isObject(v)) {
      if (typeof v.pattern === 'string') this.patterns.add(v.pattern);
      if (isObject(v.patternProperties)) for (const p of Object.keys(v.patternProperties)) this.patterns.add(p);
      if (this.patterns.size > maxPatterns) throw new FormError('form.patternInvalid');
    }
    if (isObject(v)) for (const c of children(v, pointer)) this.register(c.schema, c.pointer);
  }

  /** Sizes a schema with `$ref` followed, each schema once; sums stop growing beyond the caps. */
  private measure(pointer: string): Measure {
    const known = this.measures.get(pointer);
    if (known === 'underWay') throw new FormError('form.refCircle');
    if (known) return known;
    this.measures.set(pointer, 'underWay');
    const m: Measure = { nodes: 1, depth: 1, cost: 1 };
    const take = (c: Measure, count: number) => {
      m.nodes = Math.min(m.nodes + c.nodes, maxNodes + 1);
      m.cost = Math.min(m.cost + count * c.cost, maxCost + 1);
      m.depth = Math.max(m.depth, c.depth + 1);
    };
    const s = this.schemas.get(pointer);
    if (isObject(s)) {
      for (const c of children(s, pointer)) take(this.measure(c.pointer), c.times);
      if (s.$ref !== undefined) {
        const target = this.resolve(s.$ref);
        if (target === undefined) throw new FormError('form.refMissing');
        take(this.measure(target), 1);
      }
      if (Array.isArray(s.enum)) {
        m.nodes = Math.min(m.nodes + s.enum.length, maxNodes + 1);
        m.cost = Math.min(m.cost + Math.floor(s.enum.length / 10), maxCost + 1);
      }
    }
    this.measures.set(pointer, m);
    return m;
  }
}

/** A schema's type; of several the first that is not null. */
export function typeName(v: unknown): string {
  if (typeof v === 'string') return v;
  return texts(v).find((t) => t !== 'null') ?? '';
}

/** Where an error's keyword location leads. */
export interface Place {
  /** The schema that has the keyword; false for one that allows nothing. */
  holder: unknown;
  keyword: string;
  /** The keyword under which the holder itself stands. */
  under: string;
  /** Whether the way there leads through a branch of anyOf, oneOf or contains. */
  inBranch: boolean;
}

/** Walks a validator's keyword location, which passes through `$ref`s, from the root. */
export function locate(doc: SchemaDocument, location: string): Place {
  const parts = location
    .split('/')
    .slice(1)
    .map((p) => unescapeToken(decodeURI(p).replaceAll('%23', '#')));
  const keyword = parts.pop() ?? '';
  const place: Place = { holder: doc.root, keyword, under: '', inBranch: false };
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? '';
    place.under = part;
    if (part === '$ref') {
      place.holder = doc.schema(doc.resolve(property(place.holder, '$ref')) ?? '');
      continue;
    }
    if (part === 'anyOf' || part === 'oneOf' || part === 'contains') place.inBranch = true;
    place.holder = property(place.holder, part);
    if (listKeywords.has(part) || mapKeywords.has(part)) place.holder = property(place.holder, parts[++i] ?? '');
  }
  return place;
}
