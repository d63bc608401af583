import { comparePointers } from './pointer';
import type { Violation } from './types';

const maxViolations = 200;

/**
 * Orders violations by path and leaves out what says nothing new: the same twice, and whatever else is wrong at
 * or below a value that is missing or of the wrong type. builder/form/violation.go does the same.
 */
export function tidy(list: readonly Violation[]): Violation[] {
  const sorted = [...list].sort(
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
    out.push(v);
    if (out.length === maxViolations) break;
  }
  return out;
}

function settledAbove(settled: ReadonlySet<string>, path: string): boolean {
  for (let i = path.lastIndexOf('/'); i >= 0; i = path.lastIndexOf('/', i - 1)) {
    if (settled.has(path.slice(0, i))) return true;
    if (i === 0) break;
  }
  return false;
}
