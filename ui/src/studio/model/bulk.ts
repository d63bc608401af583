import type { App } from '../../api/studioTypes';
import { fieldAt, nudgeField, type Spot, setFieldLayout, setRequired, spotOf } from './fields';
import { isBlockKind } from './kinds';
import { removeField } from './removal';
import { withSections } from './write';

/** Everything on the canvas, fields and blocks, from top to bottom. */
export function canvasOrder(app: App): string[] {
  return app.form.layout.sections.flatMap((section) => section.fields);
}

/** Those of the paths that stand on the canvas, from top to bottom. */
export function inOrder(app: App, paths: readonly string[]): string[] {
  const wanted = new Set(paths);
  return canvasOrder(app).filter((path) => wanted.has(path));
}

/** What stands between two fields, with both of them. */
export function rangeOf(app: App, from: string, to: string): string[] {
  const order = canvasOrder(app);
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  if (a < 0 || b < 0) return order.includes(to) ? [to] : [];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Moves fields together to a spot, which is counted with all of them still in their old places. */
export function moveFields(app: App, paths: readonly string[], spot: Spot): App {
  const moving = inOrder(app, paths);
  const target = app.form.layout.sections.find((section) => section.id === spot.section);
  if (moving.length === 0 || !target) return app;
  const gone = new Set(moving);
  const before = target.fields.slice(0, spot.index).filter((id) => gone.has(id)).length;
  const next = withSections(app, (list) =>
    list.map((section) => {
      const fields = section.fields.filter((id) => !gone.has(id));
      if (section.id === spot.section) fields.splice(spot.index - before, 0, ...moving);
      return fields.every((id, i) => id === section.fields[i]) && fields.length === section.fields.length
        ? section
        : { ...section, fields };
    }),
  );
  return next.form.layout.sections.every((section, i) => section === app.form.layout.sections[i]) ? app : next;
}

/** Moves fields to the end of a section. */
export function moveToSection(app: App, paths: readonly string[], section: string): App {
  const index = app.form.layout.sections.find((each) => each.id === section)?.fields.length ?? 0;
  return moveFields(app, paths, { section, index });
}

/** Moves fields one place up or down; those that stand at the end of the form stay, and hold up those behind them. */
export function nudgeFields(app: App, paths: readonly string[], by: -1 | 1): App {
  const moving = inOrder(app, paths);
  const held = new Set<string>();
  let next = app;
  for (const path of by < 0 ? moving : moving.reverse()) {
    const spot = spotOf(next, path);
    const section = next.form.layout.sections.find((each) => each.id === spot?.section);
    const beside = spot && section?.fields[spot.index + by];
    const nudged = beside !== undefined && held.has(beside) ? next : nudgeField(next, path, by);
    if (nudged === next) held.add(path);
    next = nudged;
  }
  return next;
}

/** Moves fields to the end of the section above theirs, or to the top of the one below. */
export function moveOverSection(app: App, paths: readonly string[], by: -1 | 1): App {
  const moving = inOrder(app, paths);
  const edge = by < 0 ? moving[0] : moving.at(-1);
  const { sections } = app.form.layout;
  const at = sections.findIndex((section) => edge !== undefined && section.fields.includes(edge));
  const to = sections[at + by];
  if (at < 0 || !to) return app;
  return moveFields(app, moving, { section: to.id, index: by < 0 ? to.fields.length : 0 });
}

/** Removes fields with everything that only describes them. */
export function removeFields(app: App, paths: readonly string[]): App {
  return paths.reduce(removeField, app);
}

/** Whether fields can be required at all: notes, lines and switches cannot. */
export function canBeRequired(app: App, path: string): boolean {
  const kind = fieldAt(app, path)?.kind;
  return kind !== undefined && kind !== 'switch' && !isBlockKind(kind);
}

/** Says of several fields whether they must be filled in. */
export function setAllRequired(app: App, paths: readonly string[], required: boolean): App {
  return paths
    .filter((path) => canBeRequired(app, path))
    .reduce((next, path) => setRequired(next, path, required), app);
}

/** Whether a field has a width of its own: notes, lines and tables always take the whole one. */
export function hasWidth(app: App, path: string): boolean {
  const kind = fieldAt(app, path)?.kind;
  return kind !== undefined && kind !== 'table' && !isBlockKind(kind);
}

/** Sets of several fields how many of their section's columns each takes. */
export function setAllWidths(app: App, paths: readonly string[], width: number): App {
  return paths
    .filter((path) => hasWidth(app, path))
    .reduce((next, path) => setFieldLayout(next, path, { width: width > 1 ? width : undefined }), app);
}
