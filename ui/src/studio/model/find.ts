import type { App } from '../../api/studioTypes';
import type { Text } from '../../api/types';
import { type Field, fieldAt } from './fields';
import type { Kind } from './kinds';

/** A place of the form that a search finds. */
export interface Found {
  /** A field's or column's path, a block's or section's id. */
  path: string;
  kind: Kind | 'section';
  title: Text;
  /** The section, or a column's table. */
  within: Text;
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** Fields, columns, blocks and sections whose title, in any language, or id contains the query, in the form's order. */
export function findFields(app: App, query: string): Found[] {
  const wanted = plain(query.trim());
  const fits = (path: string, title: Text) =>
    [path, ...Object.values(title)].some((text) => text !== undefined && plain(text).includes(wanted));
  const found: Found[] = [];
  const look = (field: Field, within: Text) => {
    const title = field.layout.title ?? {};
    if (fits(field.path, title)) found.push({ path: field.path, kind: field.kind, title, within });
    for (const column of field.columns) look(column, title);
  };
  for (const { id, title = {}, fields } of app.form.layout.sections) {
    if (fits(id, title)) found.push({ path: id, kind: 'section', title, within: {} });
    for (const path of fields) {
      const field = fieldAt(app, path);
      if (field) look(field, title);
    }
  }
  return found;
}
