import { describe, expect, it } from 'vitest';
import type { Instance, Task } from '../../api';
import { instance } from '../../test/instance';
import { intervenes, offersOf } from './offers';

const [mine] = instance.tasks as [Task];
const read = (of: Instance) => offersOf(of).map(({ deed, task, reason }) => [deed, task?.id, reason]);

describe('offersOf', () => {
  it('leaves deciding out', () => {
    expect(offersOf(instance)).toEqual([]);
  });

  it('offers what the server offers, what is done with the task first', () => {
    const tasks: Task[] = [{ ...mine, actions: ['approve', 'reject', 'transfer', 'return'] }];
    const actions: Instance['actions'] = [{ action: 'end' }, { action: 'withdraw' }, { action: 'comment' }];
    expect(read({ ...instance, tasks, actions })).toEqual([
      ['return', 'i1.2', undefined],
      ['transfer', 'i1.2', undefined],
      ['comment', undefined, undefined],
      ['withdraw', undefined, undefined],
      ['end', undefined, undefined],
    ]);
  });

  it('shows what is not possible now with its reason, and offers nothing that the server does not', () => {
    const decided: Task = { ...mine, status: 'approved', actions: [], refused: { undo: 'Liu Fang has acted.' } };
    const actions: Instance['actions'] = [{ action: 'withdraw', reason: 'Not at this step.' }];
    expect(read({ ...instance, tasks: [decided], actions })).toEqual([
      ['undo', 'i1.2', 'Liu Fang has acted.'],
      ['withdraw', undefined, 'Not at this step.'],
    ]);
  });

  it('tells what is an intervention', () => {
    expect(intervenes('end')).toBe(true);
    expect(intervenes('withdraw')).toBe(false);
  });
});
