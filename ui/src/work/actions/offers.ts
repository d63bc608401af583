import type { Instance, Offer, Task } from '../../api';

/** What somebody can do with a request beside deciding it. */
export type Deed =
  | 'return'
  | 'transfer'
  | 'delegate'
  | 'addSigners'
  | 'removeSigner'
  | 'claim'
  | 'release'
  | 'undo'
  | 'reclaim'
  | Offer['action'];

export interface Offered {
  deed: Deed;
  /** The task that it is done with. */
  task?: Task;
  /** Why it is not possible now, in the reader's language. */
  reason?: string;
}

/** What is done with a task, in the order in which it is offered. */
const withTask = [
  'claim',
  'reclaim',
  'return',
  'transfer',
  'delegate',
  'addSigners',
  'removeSigner',
  'release',
  'undo',
] as const satisfies Deed[];

const withCase: readonly Offer['action'][] = ['comment', 'copy', 'withdraw'];
const fromAbove: readonly Offer['action'][] = ['retry', 'reassign', 'jump', 'suspend', 'resume', 'end'];

/** Whether only an administrator does it. */
export const intervenes = (deed: Deed): boolean => fromAbove.some((each) => each === deed);

/** Everything that the reader can do with a request beside deciding it, and what they cannot do now. */
export function offersOf(instance: Instance): Offered[] {
  const { tasks, actions } = instance;
  const offers = withTask.flatMap((deed): Offered[] =>
    tasks.flatMap((task) => {
      if (task.actions.includes(deed)) return { deed, task };
      const reason = task.refused?.[deed];
      return reason ? { deed, task, reason } : [];
    }),
  );
  const whole = [...withCase, ...fromAbove].flatMap((deed): Offered[] =>
    actions.filter((offer) => offer.action === deed).map(({ reason }) => ({ deed, reason: reason || undefined })),
  );
  return [...offers, ...whole];
}
