import type { App } from '../../api/studioTypes';
import { choose } from '../state/chosen';
import type { Selection } from '../state/designer';
import { canvasOrder } from './bulk';
import { type Field, fieldAt, fieldsOf, sameField, spotOf } from './fields';
import { scriptKeys, sourceOf } from './scripts';
import { isBlock } from './write';

/** Where two versions of an app differ first: a part of the designer and what to select in it. */
export interface Change {
  tab: 'form' | 'rules' | 'flow' | 'scripts' | 'settings';
  selection: Selection | null;
}

/** The fields of the later version that were changed, added, or moved to another section. */
function changedFields(before: App, after: App): string[] {
  return [...new Set([...canvasOrder(after), ...fieldsOf(after).map((field) => field.path)])].filter((path) => {
    const now = fieldAt(after, path);
    const old = fieldAt(before, path);
    if (!now || isBlock(after, path) !== isBlock(before, path)) return true;
    return !old || !sameField(now, old) || spotOf(before, path)?.section !== spotOf(after, path)?.section;
  });
}

/** The column that differs where nothing but one does, else the field itself. */
function narrowed(now: Field, old: Field | undefined): string {
  const columns = now.columns.filter((column) => {
    const before = old?.columns.find((each) => each.id === column.id);
    return !before || !sameField(column, before);
  });
  const [column] = columns;
  return old && column && columns.length === 1 && now.layout === old.layout ? column.path : now.path;
}

function changeOfForm(before: App, after: App): Selection | null {
  const fields = changedFields(before, after);
  const [only] = fields;
  const now = only === undefined ? undefined : fieldAt(after, only);
  if (now && fields.length === 1) return { kind: 'field', path: narrowed(now, fieldAt(before, now.path)) };
  const order = canvasOrder(after);
  if (fields.length > 1) return choose(order.filter((path) => fields.includes(path)));
  const { sections } = after.form.layout;
  for (const section of sections) {
    const old = before.form.layout.sections.find((each) => each.id === section.id);
    if (old === section) continue;
    const moved = section.fields.find((path, i) => old?.fields.includes(path) && old.fields[i] !== path);
    const same = old && section.title === old.title && section.columns === old.columns && section.tab === old.tab;
    return same && moved !== undefined && section.fields.length === old.fields.length
      ? { kind: 'field', path: moved }
      : { kind: 'section', id: section.id };
  }
  const first = sections.find((section, i) => before.form.layout.sections[i]?.id !== section.id);
  return first ? { kind: 'section', id: first.id } : null;
}

function firstChanged<T extends { id: string }>(before: readonly T[], after: readonly T[]): T | undefined {
  return (
    after.find((now) => JSON.stringify(before.find((old) => old.id === now.id)) !== JSON.stringify(now)) ??
    after.find((now, i) => before[i]?.id !== now.id)
  );
}

/** What an undo or a redo changed, so that it can be shown; undefined when nothing did. */
export function changeOf(before: App, after: App): Change | undefined {
  if (before === after) return undefined;
  if (before.form !== after.form) return { tab: 'form', selection: changeOfForm(before, after) };
  if (before.rules !== after.rules) {
    const rule = firstChanged(before.rules, after.rules);
    return { tab: 'rules', selection: rule ? { kind: 'rule', id: rule.id } : null };
  }
  if (before.flow !== after.flow) {
    const node = firstChanged(before.flow.nodes, after.flow.nodes);
    if (node) return { tab: 'flow', selection: { kind: 'node', id: node.id } };
    const edge = firstChanged(before.flow.edges, after.flow.edges);
    return { tab: 'flow', selection: edge ? { kind: 'branch', id: edge.id } : null };
  }
  if (before.scripts !== after.scripts) {
    const key = scriptKeys(after).find((each) => sourceOf(before, each) !== sourceOf(after, each));
    return { tab: 'scripts', selection: key === undefined ? null : { kind: 'script', key } };
  }
  return { tab: 'settings', selection: null };
}
