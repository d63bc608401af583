import type { App } from '../../api/studioTypes';
import type { Language, Text } from '../../api/types';
import { fieldAt, moved, reworded, setFieldLayout, setFieldSchema } from './fields';
import { type Ids, randomIds } from './ids';
import { optionWords, type Schema } from './kinds';

/** One option of a single choice: the value that is stored and the words that are shown. */
export interface Option {
  value: string;
  words: Text;
}

/** The options of a field, in the order in which they are offered. */
export function optionsOf(app: App, path: string): Option[] {
  const field = fieldAt(app, path);
  const { enum: list } = ((field?.kind === 'choices' ? field.schema.items : field?.schema) ?? {}) as Schema;
  const values = Array.isArray(list) ? list.map(String) : [];
  return values.map((value) => ({ value, words: field?.layout.options?.[value] ?? {} }));
}

function withOptions(app: App, path: string, options: Option[]): App {
  const values = { enum: options.map((option) => option.value) };
  const field = fieldAt(app, path);
  const next = setFieldSchema(
    app,
    path,
    field?.kind === 'choices' ? { items: { ...(field.schema.items as Schema), ...values } } : values,
  );
  return setFieldLayout(next, path, {
    options: Object.fromEntries(options.map((option) => [option.value, option.words])),
  });
}

/** Adds an option after the others. */
export function addOption(app: App, path: string, ids: Ids = randomIds): { app: App; value: string } {
  const options = optionsOf(app, path);
  const value = ids('option');
  return { app: withOptions(app, path, [...options, { value, words: optionWords(options.length + 1) }]), value };
}

/** Removes an option; what was submitted with it stays as it was. */
export function removeOption(app: App, path: string, value: string): App {
  return withOptions(
    app,
    path,
    optionsOf(app, path).filter((option) => option.value !== value),
  );
}

/** Moves an option to another place in the list. */
export function moveOption(app: App, path: string, from: number, to: number): App {
  const options = optionsOf(app, path);
  if (to < 0 || to >= options.length) return app;
  return withOptions(app, path, moved(options, from, to));
}

/** Sets the wording of an option in one language. */
export function setOptionWords(app: App, path: string, value: string, language: Language, wording: string): App {
  return withOptions(
    app,
    path,
    optionsOf(app, path).map((option) =>
      option.value === value ? { ...option, words: reworded(option.words, language, wording) } : option,
    ),
  );
}
