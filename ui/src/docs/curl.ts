import { follow, type OpenApi, type Operation, type Schema } from './document';

/** How deep an example goes before it stops; schemas may hold themselves. */
const DEPTH = 4;

/** An example of what a schema describes, with the required parts alone. */
export function example(doc: OpenApi, schema: Schema, depth = 0): unknown {
  const here = follow<Schema>(doc, schema);
  if (here.const !== undefined) return here.const;
  if (here.default !== undefined) return here.default;
  if (here.enum) return here.enum[0];
  if (here.oneOf?.[0]) return example(doc, here.oneOf[0], depth);
  const type = Array.isArray(here.type) ? here.type[0] : here.type;
  switch (type) {
    case 'object': {
      // A wording has no required language, and is of no use without one.
      const keys = here.required ?? (here.properties?.en ? ['en'] : []);
      if (depth >= DEPTH) return {};
      return Object.fromEntries(keys.map((key) => [key, example(doc, here.properties?.[key] ?? {}, depth + 1)]));
    }
    case 'array':
      return [];
    case 'integer':
    case 'number':
      return here.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return '…';
  }
}

/** A call of the operation for a shell. A parameter of the address stands as `{name}`. */
export function curl(doc: OpenApi, operation: Operation, origin: string): string {
  const needed = operation.parameters.filter(({ in: where, required }) => where === 'query' && required);
  const query = needed.map(({ name }) => `${name}=…`).join('&');
  const address = origin + operation.path + (query && `?${query}`);
  const lines = [`curl -s${operation.method === 'GET' ? '' : ` -X ${operation.method}`} '${address}'`];
  if (!operation.open) lines.push(`-H "Authorization: Bearer $TOKEN"`);
  if (operation.parameters.some(({ name }) => name === 'Idempotency-Key')) lines.push(`-H 'Idempotency-Key: my-key-1'`);
  const [kind, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (kind === 'application/json' && body) {
    lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(example(doc, body.schema))}'`);
  } else if (kind) {
    lines.push(`-H 'Content-Type: ${kind}'`, `--data-binary @file`);
  }
  return lines.join(' \\\n  ');
}
