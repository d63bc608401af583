import { screen, within } from '@testing-library/react';
import { beforeAll, expect, it } from 'vitest';
import type { Principal, Step } from '../../api';
import { instance } from '../../test/instance';
import { renderUi, startWords } from '../../test/render';
import { serve } from '../../test/server';
import { ApprovalPath } from './ApprovalPath';

beforeAll(startWords);

const who = (id: string, name: string): Principal => ({ id: `user:${id}`, kind: 'user', name: { en: name } });
const [ann, bob, cid] = [who('a', 'Ann'), who('b', 'Bob'), who('c', 'Cid')] as const;
const at = Date.UTC(2026, 10, 20, 9);
const step = (change: Partial<Step>): Step => ({
  node: 'check',
  type: 'approval',
  name: { en: 'Check' },
  state: 'current',
  assignees: [],
  ...change,
});
const draw = (steps: Step[]) => {
  serve(() => ({ body: instance }));
  renderUi(<ApprovalPath steps={steps} />);
};

it('says of several signers who has decided, who has it, and how many are missing', () => {
  const signers: Step['signers'] = [
    { assignees: [ann], by: ann, at, status: 'approved', comment: 'Fine', task: 't1' },
    { assignees: [bob], status: 'open', task: 't2' },
    { assignees: [cid], status: 'waiting', task: 't3' },
  ];
  draw([step({ mode: 'inTurn', signers })]);
  expect(screen.getByText('1 of 3 approved, 2 missing')).toBeTruthy();
  expect(screen.getByText('Ann').closest('li')?.textContent).toMatch(/approved.*Fine/);
  expect(screen.getByText('Bob').closest('li')?.textContent).toContain('has it now');
  expect(screen.getByText('Cid').closest('li')?.textContent).toContain('not asked yet');
});

it('does not claim how many a share still needs, nor count whom nobody asks any more', () => {
  const signers: Step['signers'] = [
    { assignees: [ann], by: ann, at, status: 'approved', task: 't1' },
    { assignees: [bob], status: 'open', task: 't2' },
    { assignees: [cid], status: 'removed', task: 't3' },
  ];
  draw([step({ mode: 'share', signers })]);
  expect(screen.getByText('1 of 2 approved')).toBeTruthy();
  expect(screen.queryByText(/missing/)).toBeNull();
});

it('names those of a step to come with how many of them must approve', () => {
  draw([step({ state: 'upcoming', mode: 'all', signers: [{ assignees: [ann] }, { assignees: [bob] }] })]);
  expect(screen.getByText('all of')).toBeTruthy();
  expect(screen.getByText('Bob')).toBeTruthy();
  expect(screen.queryByText(/approved/)).toBeNull();
});

it('says of a step at which the case ended that it is not needed, and whom it had asked', () => {
  draw([
    step({
      state: 'cancelled',
      mode: 'share',
      needed: 1,
      signers: [
        { task: 'c.1', assignees: [ann], status: 'cancelled', by: bob, at: 5 },
        { task: 'c.2', assignees: [ann], status: 'cancelled', by: bob, at: 5 },
      ],
    }),
  ]);
  expect(screen.getByText('No longer needed')).toBeTruthy();
  expect(screen.getAllByText('Ann')).toHaveLength(2);
  expect(screen.queryByText('Bob')).toBeNull();
  expect(screen.queryByText(/nobody to ask/)).toBeNull();
});

it('says how many of those asked are needed', () => {
  draw([
    step({
      state: 'current',
      mode: 'share',
      needed: 1,
      signers: [
        { task: 'c.1', assignees: [ann], status: 'open' },
        { task: 'c.2', assignees: [bob], status: 'open' },
      ],
    }),
  ]);
  expect(screen.getByText('0 of 1 needed, 2 asked')).toBeTruthy();
});

it('draws what runs at the same time in boxes of their own', () => {
  draw([
    step({ node: 'x', name: { en: 'Left' }, branch: [{ edge: 'l', name: { en: 'Long leave' } }] }),
    step({ node: 'y', name: { en: 'Right' }, branch: [{ edge: 'r' }] }),
    step({ node: 'z', name: { en: 'After' }, state: 'upcoming' }),
  ]);
  expect(screen.getByText('At the same time')).toBeTruthy();
  expect(within(screen.getByRole('list', { name: 'Long leave' })).getByText('Left')).toBeTruthy();
  expect(within(screen.getByRole('list', { name: 'Branch 2' })).queryByText('Left')).toBeNull();
  expect(screen.getByText('After').closest('ol')?.getAttribute('aria-label')).toBe('Approval path');
});
