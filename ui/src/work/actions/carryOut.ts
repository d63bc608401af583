import { api, type Instance, type InstanceStatus, type Receipt, type Resumption } from '../../api';
import { attemptKey } from '../request/ids';
import type { Offered } from './offers';

/** What is filled in for an action; each needs some of it. */
export interface Filled {
  /** A comment, the text of one, or the reason of an intervention. */
  text: string;
  people: readonly string[];
  where: 'before' | 'after' | 'beside';
  /** The step to return or to jump to. */
  node: string;
  resume: Exclude<Resumption, 'choose'>;
  redo: boolean;
  /** The task to reassign. */
  task: string;
  status: InstanceStatus;
  /** What failed and is tried again. */
  errand: string;
}

export type Part = keyof Filled;

/** What an action asks for, and what of it may stay empty. */
export function partsOf({ deed, task }: Offered): { part: Part; optional?: boolean }[] {
  const comment = { part: 'text', optional: true } as const;
  switch (deed) {
    case 'return':
      return [{ part: 'node' }, ...(task?.resume === 'choose' ? [{ part: 'resume' } as const] : []), comment];
    case 'transfer':
    case 'delegate':
      return [{ part: 'people' }, comment];
    case 'addSigners':
      return [{ part: 'people' }, { part: 'where' }, comment];
    case 'copy':
      return [{ part: 'people' }, comment];
    case 'removeSigner':
    case 'undo':
      return [comment];
    case 'claim':
    case 'reclaim':
    case 'release':
      return [];
    case 'withdraw':
      return [{ part: 'redo' }, comment];
    case 'comment':
      return [{ part: 'text' }, { part: 'people', optional: true }];
    case 'reassign':
      return [{ part: 'task' }, { part: 'people' }, { part: 'text' }];
    case 'jump':
      return [{ part: 'node' }, { part: 'text' }];
    case 'retry':
      return [{ part: 'errand' }, { part: 'text' }];
    case 'end':
      return [{ part: 'status' }, { part: 'text' }];
    default:
      return [{ part: 'text' }];
  }
}

/** The parts that are needed and still empty. */
export function lacking(offered: Offered, filled: Filled): Part[] {
  return partsOf(offered)
    .filter(({ part, optional }) => {
      const value = filled[part];
      return (
        !optional && (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0)
      );
    })
    .map(({ part }) => part);
}

/** Whether only one person can be named. */
export const namesOne = ({ deed }: Offered): boolean => ['transfer', 'delegate', 'reassign'].includes(deed);

/** Sends an action. A repeat of the same attempt is the same attempt; `attempt` tells one dialog from the next. */
export function carryOut(instance: Instance, offered: Offered, filled: Filled, attempt: string): Promise<Receipt> {
  const { deed } = offered;
  const text = filled.text.trim();
  const comment = text || undefined;
  const to = [...filled.people];
  const send = <B>(call: (body: B, key: string) => Promise<Receipt>, body: B) => call(body, attemptKey(attempt, body));
  const { id } = instance;
  const task = offered.task?.id ?? '';
  switch (deed) {
    case 'return': {
      const resume = offered.task?.resume === 'choose' ? filled.resume : undefined;
      return send((body, key) => api.decide(task, body, key), { action: deed, comment: text, to: filled.node, resume });
    }
    case 'transfer':
    case 'delegate':
      return send((body, key) => api.act(task, body, key), { action: deed, to, comment });
    case 'addSigners':
      return send((body, key) => api.act(task, body, key), { action: deed, to, where: filled.where, comment });
    case 'removeSigner':
    case 'undo':
      return send((body, key) => api.act(task, body, key), { action: deed, comment });
    case 'claim':
    case 'reclaim':
    case 'release':
      return send((body, key) => api.act(task, body, key), { action: deed });
    case 'withdraw':
      return send((body, key) => api.withdraw(id, body, key), { redo: filled.redo, comment });
    case 'copy':
      return send((body, key) => api.copyTo(id, body, key), { to, comment });
    case 'comment':
      return send((body, key) => api.comment(id, body, key), { text, mentions: to });
    case 'reassign':
      return send((body, key) => api.intervene(id, body, key), {
        action: deed,
        reason: text,
        task: filled.task,
        to: to[0],
      });
    case 'jump':
      return send((body, key) => api.intervene(id, body, key), { action: deed, reason: text, node: filled.node });
    case 'retry':
      return send((body, key) => api.intervene(id, body, key), { action: deed, reason: text, errand: filled.errand });
    case 'end':
      return send((body, key) => api.intervene(id, body, key), { action: deed, reason: text, status: filled.status });
    default:
      return send((body, key) => api.intervene(id, body, key), { action: deed, reason: text });
  }
}

/** Whether it takes the task away from the reader, so that a list beside it moves on. */
export const passesOn = ({ deed }: Offered): boolean => ['return', 'transfer', 'delegate'].includes(deed);

/** Whether it cannot be undone by whoever did it. */
export const final = ({ deed }: Offered): boolean => deed === 'end' || deed === 'jump';
