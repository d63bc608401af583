import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Person, Text } from '../api';
import type { Uploads } from './files/uploads';
import type { Offer } from './offer';
import type { ErrorLine, FieldState } from './state';
import type { FormStore } from './store';

export interface FormScene {
  store: FormStore;
  /** Prefix of the ids on screen, so that two forms may stand side by side. */
  id: string;
  /** Everything is shown as words, and nothing can be changed. */
  readOnly: boolean;
  /** People whose names came with the form. */
  people: Readonly<Record<string, Person>>;
  /** How options that a script offers are asked for; missing where nobody fills the form in. */
  offer?: Offer;
  /** The words of fetched options that came with the form, by {@link optionName}. */
  labels?: Readonly<Record<string, Text>>;
  /** Where files go and come from; missing where nothing can be uploaded, as in a preview. */
  uploads?: Uploads;
}

export const FormContext = createContext<FormScene | null>(null);

export function useScene(): FormScene {
  const scene = useContext(FormContext);
  if (!scene) throw new Error('a field needs a FormView around it');
  return scene;
}

/** The id of the control that holds the value at a pointer. */
export function controlId(formId: string, pointer: string): string {
  return `${formId}${pointer.replace(/\//g, '-')}`;
}

/** Subscribes to one field. */
export function useFieldState(store: FormStore, pointer: string): FieldState {
  return useSyncExternalStore(
    useCallback((listener: () => void) => store.subscribe(pointer, listener), [store, pointer]),
    () => store.field(pointer),
  );
}

/** Subscribes to the error summary. */
export function useErrors(store: FormStore): ErrorLine[] {
  return useSyncExternalStore(
    useCallback((listener: () => void) => store.watch(listener), [store]),
    () => store.errors(),
  );
}
