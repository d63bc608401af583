import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, type ScriptTrial, type ScriptTried } from '../../api';
import { useMe } from '../../app/session';
import { useApp, useReadApp, useStudio } from '../designer/context';
import { sourceOf, usesOfScript } from '../model/scripts';
import { type Trial, useTrial } from '../rules/useTrial';
import { keep, readKept } from './kept';
import { readObject } from './readJson';

export interface Bench {
  trial: Trial;
  /** How the sample is filled in. */
  mode: 'form' | 'json';
  setMode: (mode: 'form' | 'json') => void;
  /** The sample as text, in the JSON mode. */
  text: string;
  setText: (text: string) => void;
  as: string | undefined;
  setAs: (person: string | undefined) => void;
  today: string | undefined;
  setToday: (day: string | undefined) => void;
  /** The row that options of a column are tried for, and how many there are; undefined for other scripts. */
  row: { index: number; count: number } | undefined;
  setRow: (index: number) => void;
  clear: () => void;
  run: () => void;
  running: boolean;
  /** What the last run of the script came to. */
  tried: ScriptTried | undefined;
  failed: unknown;
  /** Whether the script or the sample is another one than was run. */
  stale: boolean;
}

const written = (values: unknown): string => JSON.stringify(values, null, 2);

/** Everything that a script is tried on, and what came of it. */
export function useBench(script: string): Bench {
  const { appId } = useStudio();
  const { id: me } = useMe();
  const app = useApp();
  const readApp = useReadApp();
  const [first] = useState(() => readKept(me, appId));
  const trial = useTrial(first.values);
  const [mode, show] = useState<'form' | 'json'>('form');
  const [text, setText] = useState('{}');
  const [as, setAs] = useState(first.as);
  const [today, setToday] = useState(first.today);
  const [rowIndex, setRow] = useState(0);
  const trying = useMutation({ mutationFn: (run: ScriptTrial) => api.tryScript(appId, run) });
  const { store } = trial;
  // Where the form cannot be shown there is only the text.
  const inForm = mode === 'form' && store !== undefined;
  const read = readObject(inForm ? '{}' : text);
  const values = inForm ? store.values : 'value' in read ? read.value : undefined;

  const typed = inForm ? store.draft : values;
  const last = useRef(first.values);
  if (typed) last.current = typed;
  const kept = written(typed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed is compared by what it says.
  useEffect(() => {
    if (typed) keep(me, appId, { values: typed, as, today });
  }, [kept, as, today, me, appId]);

  const column = usesOfScript(app, script).find(({ id }) => id.includes('.'))?.id;
  const rows = column && values?.[column.split('.')[0] ?? ''];
  const count = Array.isArray(rows) ? rows.length : 0;
  const row = column && count > 0 ? { index: Math.min(rowIndex, count - 1), count } : undefined;

  const now: ScriptTrial | undefined = values && {
    script,
    source: sourceOf(app, script),
    values,
    ...(as && { as }),
    ...(today && { today }),
    ...(column && { field: column, row: row?.index }),
  };
  const ran = trying.variables;
  const mine = ran?.script === script;
  return {
    trial,
    mode: inForm ? 'form' : 'json',
    setMode: (next) => {
      if (next === 'json') setText(written(last.current));
      else trial.fill(last.current);
      show(next);
    },
    text,
    setText,
    as,
    setAs,
    today,
    setToday,
    row,
    setRow,
    clear: () => {
      setText('{}');
      trial.reset();
    },
    run: () => {
      if (!now || trying.isPending) return;
      trying.mutate({ ...now, source: sourceOf(readApp(), script) });
    },
    running: trying.isPending,
    tried: mine ? trying.data : undefined,
    failed: mine ? trying.error : undefined,
    stale: mine && JSON.stringify(now) !== JSON.stringify(ran),
  };
}
