import { useEdit } from '../designer/context';
import { type Field, setFieldSchema } from '../model/fields';
import type { Schema } from '../model/kinds';

/** Sets keywords of the field's schema; a run of typing is one step of undo. */
export function useSet(field: Field) {
  const edit = useEdit();
  return (patch: Schema, what: string) => edit((a) => setFieldSchema(a, field.path, patch), `${what} ${field.path}`);
}
