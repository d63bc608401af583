/**
 * Writes src/api/schema.ts: the types of the API, from the OpenAPI document that the server is tested
 * against. With --check it only says whether the file is what it would write.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

const file = fileURLToPath(new URL('../src/api/schema.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

const banner = `/**
 * The shapes that the HTTP API sends and takes, made from its OpenAPI document by \`npm run types\`.
 * Change the document (runtime/httpapi/openapi), not this file.
 */`;

/** Schemas refer to each other as the generator wants it, and an object takes what it describes. */
function adapt(node) {
  if (Array.isArray(node)) return node.map(adapt);
  if (node === null || typeof node !== 'object') return node;
  const out = {};
  for (const [key, value] of Object.entries(node)) {
    if (key.startsWith('x-')) continue;
    out[key] = key === '$ref' ? value.replace('#/components/schemas/', '#/definitions/') : adapt(value);
  }
  const open = Object.keys(out).every((key) => key === 'description');
  return open && out.description ? { ...out, tsType: 'unknown' } : out;
}

const document = JSON.parse(
  execFileSync('go', ['run', '-buildvcs=false', './cmd/banli', 'openapi'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  }),
);
const text = await compile(
  { title: 'Unused', type: 'object', additionalProperties: false, definitions: adapt(document.components.schemas) },
  'Unused',
  {
    bannerComment: banner,
    unreachableDefinitions: true,
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { printWidth: 120, singleQuote: true },
  },
);
const made = text
  .replace(/export interface Unused \{\}\n+/, '')
  .replace(
    /\/\*\*\n \* This interface was referenced by `Unused`'s JSON-Schema\n \* via the `definition` "\w+"\.\n \*\/\n/g,
    '',
  )
  .replace(/ \*\n \* This interface was referenced by `Unused`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g, '');

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== made) {
    console.error('src/api/schema.ts is not what the OpenAPI document says: run `npm run types` and commit it.');
    process.exit(1);
  }
} else {
  writeFileSync(file, made);
}
