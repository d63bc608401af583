import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, api, uploadFile } from '../../api';
import { acceptsOf, maxBytesOf } from '../../core/form';
import { useLanguage } from '../../i18n/words';
import { useProblemText } from '../../ui/problemText';
import { chosen } from '../chosen';
import { useScene } from '../context';
import type { FieldModel } from '../model';
import { placed } from './placed';
import { sizeWords } from './size';
import { fits } from './types';
import { begun, noteFresh } from './uploads';

/** How many files of a field go at one time; the others wait. */
const AT_ONCE = 2;

/** A file on its way, or one that did not get through. */
export interface Coming {
  key: string;
  file: File;
  state: 'waiting' | 'going' | 'failed';
  /** How much is gone, from 0 to 100. */
  percent: number;
  problem?: string;
  /** Whether trying again may help. */
  again?: boolean;
  /** Whether it was the connection that broke. */
  cut?: boolean;
}

/** Refusals of the file itself, which it gets again however often it is sent. */
const finalCodes = ['file.type', 'file.tooLarge', 'file.empty', 'file.heic', 'file.damaged'];

function isFinal(error: unknown): boolean {
  return error instanceof ApiProblem && finalCodes.includes(error.code);
}

/** Uploads the files of a field. What has come through is in the form's values, whatever is on screen by then. */
export function useUploads(field: FieldModel, pointer: string, onAdded: (name: string) => void) {
  const { t } = useTranslation('files');
  const language = useLanguage();
  const problemText = useProblemText();
  const { store, uploads } = useScene();
  const [coming, setComing] = useState<readonly Coming[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const counter = useRef(0);
  const order = useRef(new Map<string, number>());
  const types = acceptsOf(field);
  const limit = maxBytesOf(field);
  const most = typeof field.schema.maxItems === 'number' ? field.schema.maxItems : Number.POSITIVE_INFINITY;
  const now = () => chosen(store.field(pointer).value);
  const set = (ids: readonly string[]) => store.set(pointer, ids.length > 0 ? ids : undefined);
  const change = (key: string, next: Partial<Coming> | null) =>
    setComing((all) =>
      next === null
        ? all.filter((each) => each.key !== key)
        : all.map((each) => (each.key === key ? { ...each, ...next } : each)),
    );

  const start = async ({ key, file }: Coming) => {
    if (!uploads) return;
    const stop = new AbortController();
    stops.current.set(key, stop);
    change(key, { state: 'going', percent: 0 });
    const end = begun();
    try {
      const place = { app: uploads.app, revision: uploads.revision, field: field.path };
      const stored = await uploadFile(place, file, stop.signal, (sent) =>
        change(key, { percent: Math.min(100, Math.floor((100 * sent) / file.size)) }),
      );
      noteFresh(stored);
      order.current.set(stored.id, Number(key));
      set(placed(now(), stored.id, order.current));
      change(key, null);
      onAdded(stored.name);
    } catch (error) {
      if (stop.signal.aborted) change(key, null);
      else {
        const problem = problemText(error);
        change(key, {
          state: 'failed',
          problem,
          again: !isFinal(error),
          cut: error instanceof ApiProblem && error.status === 0,
        });
      }
    } finally {
      stops.current.delete(key);
      end();
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the queue alone says what begins next.
  useEffect(() => {
    const going = coming.filter((each) => each.state === 'going').length;
    for (const next of coming.filter((each) => each.state === 'waiting').slice(0, Math.max(0, AT_ONCE - going))) {
      void start(next);
    }
  }, [coming]);

  // What a connection cut off goes on by itself once there is one again.
  useEffect(() => {
    const online = () =>
      setComing((all) =>
        all.map((each) => (each.cut ? { ...each, state: 'waiting', problem: undefined, cut: undefined } : each)),
      );
    window.addEventListener('online', online);
    return () => window.removeEventListener('online', online);
  }, []);

  const problemOf = (file: File, room: number): string | undefined => {
    const name = file.name;
    if (room <= 0) return t('tooMany', { count: most, name });
    if (file.size === 0) return t('empty');
    if (file.size > limit)
      return t('tooLarge', { has: sizeWords(file.size, language), size: sizeWords(limit, language) });
    if (!fits(name, types))
      return t('wrongType', { types: types.map((type) => t(`type.${type}`)).join(language === 'zh-CN' ? '；' : '; ') });
    return undefined;
  };

  /** Takes files up; what cannot be taken is said beside its name. */
  const add = (files: readonly File[]) => {
    let room = most - now().length - coming.filter((each) => each.state !== 'failed').length;
    const more = files.map((file): Coming => {
      counter.current += 1;
      const problem = problemOf(file, room);
      if (problem === undefined) room -= 1;
      return {
        key: String(counter.current),
        file,
        percent: 0,
        state: problem === undefined ? 'waiting' : 'failed',
        problem,
      };
    });
    setComing((all) => [...all, ...more]);
  };

  return {
    coming,
    add,
    types,
    limit,
    most,
    left: most - now().length - coming.filter((each) => each.state !== 'failed').length,
    retry: (key: string) => change(key, { state: 'waiting', problem: undefined, cut: undefined }),
    /** Stops what is on its way, or puts away what did not get through. */
    stop: (key: string) => {
      const going = stops.current.get(key);
      if (going) going.abort();
      else change(key, null);
    },
    remove: (id: string) => {
      set(now().filter((each) => each !== id));
      // What a case has stays with it; an upload that nobody needs goes after a day in any case.
      if (!uploads?.files[id] || uploads.instance === undefined) void api.deleteFile(id).catch(() => {});
    },
  };
}
