import { comparePointers } from './pointer';
import type { Found, Violation } from './types';

const maxViolations = 200;

/**
 * Orders violations by path and leaves out what says nothing new: the same twice, and whatever else is wrong at
 * or below a value that is missing or of the wrong type. builder/form/violation.go does the same.
 */
export function tidy(list: readonly Found[]): Violation[] {
  const sorted = withoutSpare(list).sort(
    (a, b) => comparePointers(a.path, b.path) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
  const settled = new Set<string>();
  const others = new Set<string>();
  for (const v of sorted) {
    if (v.code === 'form.required' || v.code === 'form.type') settled.add(v.path);
    else if (v.code !== 'form.unknownField') others.add(v.path);
  }
  const out: Violation[] = [];
  for (const v of sorted) {
    const last = out.at(-1);
    const again = last?.path === v.path;
    if (again && (last.code === v.code || last.code === 'form.required')) continue;
    if (settledAbove(settled, v.path)) continue;
    if (settled.has(v.path) && v.code !== 'form.required' && v.code !== 'form.type') continue;
    if (v.code === 'form.unknownField' && others.has(v.path)) continue;
    out.push({ path: v.path, code: v.code, ...(v.params && { params: v.params }) });
    if (out.length === maxViolations) break;
  }
  return out;
}

/** Leaves out what is spare where something else is wrong: with what holds it, with itself, or below it. */
function withoutSpare(list: readonly Found[]): Found[] {
  const above = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const itself = new Set<string>();
  const within = new Set<string>();
  for (const v of list) {
    if (!v.spare) itself.add(v.path);
    for (let path = above(v.path); v.path !== '' && !within.has(path); path = above(path)) within.add(path);
  }
  return list.filter((v) => !v.spare || !(itself.has(v.path) || within.has(v.path) || itself.has(above(v.path))));
}

function settledAbove(settled: ReadonlySet<string>, path: string): boolean {
  for (let i = path.lastIndexOf('/'); i >= 0; i = path.lastIndexOf('/', i - 1)) {
    if (settled.has(path.slice(0, i))) return true;
    if (i === 0) break;
  }
  return false;
}
