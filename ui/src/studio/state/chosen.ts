import { splitPath } from '../model/fields';
import type { Selection } from './designer';

/** The fields and blocks of the canvas that are selected; the table, where one of its columns is. */
export function chosenOf(selection: Selection | null): readonly string[] {
  if (selection?.kind === 'fields') return selection.paths;
  if (selection?.kind === 'columns') return [selection.table];
  return selection?.kind === 'field' ? [splitPath(selection.path)[0]] : [];
}

/** Selects fields of the canvas, one or several or none. */
export function choose(paths: readonly string[]): Selection | null {
  const [path] = paths;
  if (path === undefined) return null;
  return paths.length === 1 ? { kind: 'field', path } : { kind: 'fields', paths };
}

/** What the canvas marks as selected: the first field, or the section. */
export function selectedOn(selection: Selection | null): string | undefined {
  return selection?.kind === 'section' ? selection.id : chosenOf(selection)[0];
}
