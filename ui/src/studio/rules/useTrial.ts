import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { api, keys, type Rule } from '../../api';
import { CompileError, compileCalendar, type Env, parse, truth } from '../../core/rule';
import { compileForm } from '../../form/compile';
import { FormStore } from '../../form/store';
import { useApp, useStudio } from '../designer/context';
import { computedOf } from '../scripts/Computed';

const weekend = { weekend: [0, 6], holidays: [], workdays: [] };

export interface Trial {
  /** The form with sample values; undefined while the form is broken. */
  store: FormStore | undefined;
  /** How many rules are left out because something is wrong with them. */
  without: number;
  /** What formulas are tried on. */
  sample: Env | undefined;
  /** Whether a rule's condition holds for the sample; undefined where that is not known. */
  holds: (rule: Rule) => boolean | undefined;
  reset: () => void;
  /** Begins anew with these values. */
  fill: (values: Record<string, unknown>) => void;
}

const empty: Record<string, unknown> = {};

/** The form under design with values to try it on, which stay while the form and its rules are changed. */
export function useTrial(begin = empty): Trial {
  const app = useApp();
  const { appId, revision } = useStudio();
  const [turn, setTurn] = useState(0);
  const typed = useRef(begin);
  // The calendar and the day come with the app in use; before the first revision a plain week has to do.
  const { data: live } = useQuery({
    queryKey: keys.app(appId),
    queryFn: ({ signal }) => api.app(appId, signal),
    enabled: revision > 0,
    retry: false,
  });

  const computed = computedOf(app);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn begins with other values.
  const { store, without } = useMemo(() => {
    const { form } = app;
    const source = { form, calendar: live?.calendar ?? weekend, today: live?.today, initiator: live?.initiator };
    let { rules } = app;
    for (;;) {
      const without = app.rules.length - rules.length;
      try {
        const options = { values: typed.current, locked: computed };
        return { store: new FormStore(compileForm({ ...source, rules }), options), without };
      } catch (error) {
        const wrong = error instanceof CompileError ? error.findings.map(({ path }) => path.split('.')[0]) : [];
        const rest = rules.filter((rule) => !wrong.includes(rule.id));
        // The findings say what is wrong with the form.
        if (rest.length === rules.length) return { store: undefined, without };
        rules = rest;
      }
    }
  }, [app.form, app.rules, computed, live, turn]);

  const [values, setValues] = useState(store?.values);
  useEffect(() => {
    const read = () => {
      if (store) typed.current = store.draft;
      setValues(store?.values);
    };
    read();
    return store?.watch(read);
  }, [store]);

  const sample = useMemo(
    (): Env | undefined =>
      values && {
        values,
        today: live?.today,
        initiator: live?.initiator,
        calendar: compileCalendar(live?.calendar ?? weekend),
      },
    [values, live],
  );
  const holds = useCallback(
    (rule: Rule) => {
      if (!sample || rule.when === undefined) return undefined;
      try {
        return truth(parse(rule.when), sample);
      } catch {
        return undefined;
      }
    },
    [sample],
  );
  const fill = useCallback((next: Record<string, unknown>) => {
    typed.current = next;
    setTurn((n) => n + 1);
  }, []);
  const reset = useCallback(() => fill(empty), [fill]);
  return { store, without, sample, holds, reset, fill };
}
