import type { App } from '../../api/studioTypes';
import type { OptionSource } from '../../api/types';
import { type Field, fieldAt, fieldsOf, setFieldLayout, setFieldSchema, splitPath } from './fields';
import { type Ids, randomIds } from './ids';
import { optionWords, type Schema } from './kinds';

/** Where the options of a choice come from: undefined where they are written in the form. */
export function sourceOfOptions(app: App, path: string): OptionSource | undefined {
  return fieldAt(app, path)?.layout.source;
}

/** Lets a choice take its options from a list or a script; what was written in the form goes. */
export function setSource(app: App, path: string, source: OptionSource): App {
  const several = fieldAt(app, path)?.kind === 'choices';
  const option: Schema = { type: 'string', format: 'option' };
  const next = setFieldSchema(app, path, several ? { items: option } : { ...option, enum: undefined });
  return setFieldLayout(next, path, {
    widget: several ? 'multiselect' : 'select',
    source,
    options: undefined,
    tree: undefined,
  });
}

/** Lets a choice have options of its own again, two to begin with. */
export function setOwnOptions(app: App, path: string, ids: Ids = randomIds): App {
  const several = fieldAt(app, path)?.kind === 'choices';
  const values = [ids('option'), ids('option')];
  const option: Schema = { type: 'string', enum: values };
  const next = setFieldSchema(app, path, several ? { items: option } : { ...option, format: undefined });
  const options = Object.fromEntries(values.map((value, i) => [value, optionWords(i + 1)]));
  return setFieldLayout(next, path, { source: undefined, options });
}

/**
 * The single choices that another one may depend on: outside of tables, or in the same one, and not below the
 * field itself.
 */
export function leadersOf(app: App, path: string, fits: (field: Field) => boolean): Field[] {
  const [id, column] = splitPath(path);
  const all = fieldsOf(app);
  const beside = column === undefined ? [] : (all.find((field) => field.path === id)?.columns ?? []);
  const below = (from: Field | undefined): boolean => {
    for (let at = from, steps = 0; at && steps < 100; steps++) {
      if (at.path === path) return true;
      const { under } = at.layout.source ?? {};
      at = under === undefined ? undefined : fieldAt(app, under);
    }
    return false;
  };
  return [...all, ...beside].filter((field) => field.kind === 'choice' && fits(field) && !below(field));
}
