import { queryOptions } from '@tanstack/react-query';
import { api, keys, type Language } from '../api';

/** What the contract says in two languages stands twice, the second time as an extension. */
interface Spoken {
  description?: string;
  'x-description-zh-CN'?: string;
  summary?: string;
  'x-summary-zh-CN'?: string;
}

export interface Schema extends Spoken {
  $ref?: string;
  type?: string | string[];
  format?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  oneOf?: Schema[];
  allOf?: Schema[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  pattern?: string;
}

export interface Parameter extends Spoken {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  schema: Schema;
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}

export interface Answer extends Spoken, Content {}

interface RawOperation extends Spoken {
  operationId: string;
  tags: [string];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: Content;
  responses: Record<string, Answer | { $ref: string }>;
  security?: Record<string, unknown>[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof methods)[number];

/** The part of an OpenAPI document that the reference shows. */
export interface OpenApi {
  info: Spoken & { title: string };
  tags: (Spoken & { name: string; 'x-name-zh-CN': string })[];
  paths: Record<string, Partial<Record<Method, RawOperation>> & { parameters?: (Parameter | { $ref: string })[] }>;
  components: Record<string, Record<string, unknown>>;
}

/** One method at one address, with all references to parameters and answers followed. */
export interface Operation extends Omit<RawOperation, 'parameters' | 'responses'> {
  method: string;
  path: string;
  parameters: Parameter[];
  answers: [status: string, answer: Answer][];
  /** Nobody needs to be signed in. */
  open: boolean;
}

export interface Group {
  id: string;
  name: string;
  text: string;
  operations: Operation[];
}

export const contractQuery = queryOptions({
  queryKey: keys.contract,
  queryFn: ({ signal }) => api.contract<OpenApi>(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** A text of the contract in the reader's language. */
export function said(of: Spoken, what: 'summary' | 'description', language: Language): string {
  return (language === 'zh-CN' ? of[`x-${what}-zh-CN`] : of[what]) ?? of[what] ?? '';
}

/** What a reference leads to; the thing itself where it is none. */
export function follow<T>(doc: OpenApi, thing: T | { $ref: string }): T {
  const ref = (thing as { $ref?: string }).$ref;
  if (!ref) return thing as T;
  const [, , kind = '', name = ''] = ref.split('/');
  return doc.components[kind]?.[name] as T;
}

/** The name that a reference ends with, `Person` of `#/components/schemas/Person`. */
export function nameOf(schema: Schema): string | undefined {
  return schema.$ref?.split('/').at(-1);
}

/** Without a list the document's own applies, which asks for somebody; an empty one asks for nobody. */
function isOpen(security: RawOperation['security']): boolean {
  return security !== undefined && (security.length === 0 || security.some((way) => Object.keys(way).length === 0));
}

/** The operations by group, those groups in the order of the document and each by address. */
export function groupsOf(doc: OpenApi, language: Language): Group[] {
  const all: Operation[] = [];
  for (const [path, item] of Object.entries(doc.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      const { parameters = [], responses, ...rest } = operation;
      all.push({
        ...rest,
        method: method.toUpperCase(),
        path,
        parameters: [...(item.parameters ?? []), ...parameters].map((each) => follow<Parameter>(doc, each)),
        answers: Object.entries(responses)
          .sort(([a], [b]) => a.localeCompare(b))
          .map(([status, answer]) => [status, follow<Answer>(doc, answer)]),
        open: isOpen(operation.security),
      });
    }
  }
  return doc.tags.map((tag) => ({
    id: tag.name,
    name: language === 'zh-CN' ? tag['x-name-zh-CN'] : tag.name,
    text: said(tag, 'description', language),
    operations: all.filter((operation) => operation.tags[0] === tag.name),
  }));
}

/** The operations in which every word of the search occurs. */
export function search(groups: Group[], text: string): Group[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return groups;
  return groups
    .map((group) => ({
      ...group,
      operations: group.operations.filter((operation) => {
        const about = [
          operation.method,
          operation.path,
          operation.operationId,
          operation.summary,
          operation['x-summary-zh-CN'],
          group.id,
          group.name,
        ]
          .join(' ')
          .toLowerCase();
        return wanted.every((word) => about.includes(word));
      }),
    }))
    .filter((group) => group.operations.length > 0);
}

/** The problem codes of an answer: the second part of its schema lists them. */
export function codesOf(answer: Answer): string[] {
  const schema = answer.content?.['application/problem+json']?.schema;
  const codes = schema?.allOf?.[1]?.properties?.code?.enum ?? [];
  return codes.filter((code): code is string => typeof code === 'string');
}
