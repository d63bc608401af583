import type { FormDefinition } from '../../api';

/** What a task lets its holder do with a field, or with a table's column ("items.amount"). */
type Access = Readonly<Record<string, string>>;

/**
 * The fields and columns that the holder of a task may not write. A table of which only columns are open is not
 * locked as a whole: the other columns are.
 */
export function lockedPaths(form: FormDefinition, fields: readonly string[], access: Access): string[] {
  return fields.flatMap((field) => {
    const columns = columnsOf(form, field).map((column) => `${field}.${column}`);
    if (access[field] === 'edit') return columns.filter((path) => access[path] && access[path] !== 'edit');
    return columns.some((path) => access[path] === 'edit')
      ? columns.filter((path) => access[path] !== 'edit')
      : [field];
  });
}

/** The tables of which the holder of a task may write columns only: their rows stay as they are. */
export function fixedTables(form: FormDefinition, fields: readonly string[], access: Access): string[] {
  return fields.filter(
    (field) =>
      access[field] !== 'edit' && columnsOf(form, field).some((column) => access[`${field}.${column}`] === 'edit'),
  );
}

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
}

function columnsOf(form: FormDefinition, field: string): string[] {
  const schema = form.schema as Schema;
  return Object.keys(schema.properties?.[field]?.items?.properties ?? {});
}
