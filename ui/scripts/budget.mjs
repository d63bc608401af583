// Adds up what an employee downloads to fill in a form: the entry and the chunks of /new/:app with
// everything they import statically, gzipped as the server sends it. Fails above the budget.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KIB = 370;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** The modules that the router loads on the way to /new/:app, and the words that the page shows. */
const roots = [
  'index.html',
  'src/work/Shell.tsx',
  'src/work/request/RequestPage.tsx',
  ...['common', 'errors', 'work', 'form'].map((area) => `src/i18n/en/${area}.json`),
];

const files = new Set();
const seen = new Set();
function collect(name) {
  if (seen.has(name)) return;
  seen.add(name);
  const chunk = manifest[name];
  if (!chunk) throw new Error(`${name} is not in the manifest: has a route moved?`);
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const inner of chunk.imports ?? []) collect(inner);
}
roots.forEach(collect);

const sizes = [...files].map((file) => [gzipSync(readFileSync(new URL(file, dist))).length, file]);
sizes.sort((a, b) => b[0] - a[0]);
const total = sizes.reduce((sum, [size]) => sum + size, 0);
const kib = (bytes) => (bytes / 1024).toFixed(1).padStart(7);
for (const [size, file] of sizes) console.log(`${kib(size)} KiB  ${file}`);
console.log(`${kib(total)} KiB  employee form page, gzipped (budget ${BUDGET_KIB} KiB)`);
if (total > BUDGET_KIB * 1024) process.exit(1);
