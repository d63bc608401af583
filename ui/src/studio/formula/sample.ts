import { createContext, useContext } from 'react';
import type { Env } from '../../core/rule';

/** The values that formulas and conditions are tried on; undefined where there are none. */
export const SampleContext = createContext<Env | undefined>(undefined);

export function useSample(): Env | undefined {
  return useContext(SampleContext);
}
