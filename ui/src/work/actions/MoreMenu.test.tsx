import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Instance, Task } from '../../api';
import { instance } from '../../test/instance';
import { renderUi, startWords } from '../../test/render';
import { type Handler, serve } from '../../test/server';
import MoreMenu from './MoreMenu';

beforeAll(async () => {
  await startWords();
  await i18next.loadNamespaces('actions');
});
afterEach(() => vi.unstubAllGlobals());

const [mine] = instance.tasks as [Task];
const receipt = { id: 'i1', no: 'EX-1', status: 'running', rev: 4, tasks: [] };
const posts = (calls: ReturnType<typeof serve>) => calls.filter((call) => call.method === 'POST');

function open(change: Partial<Instance>, handler: Handler = () => ({ body: receipt })) {
  const calls = serve(handler);
  renderUi(<MoreMenu instance={{ ...instance, ...change }} />);
  fireEvent.click(screen.getByRole('button', { name: 'More' }));
  return calls;
}

const choose = async (name: string) => {
  fireEvent.click(await screen.findByRole('menuitem', { name }));
  return screen.findByRole('dialog');
};

describe('MoreMenu', () => {
  it('is not there where there is nothing to do', () => {
    serve(() => ({ body: receipt }));
    renderUi(<MoreMenu instance={instance} />);
    expect(screen.queryByRole('button', { name: 'More' })).toBeNull();
  });

  it('says why something is not possible now, and does nothing then', async () => {
    const calls = open({ actions: [{ action: 'withdraw', reason: 'This step does not allow it.' }] });
    const item = await screen.findByRole('menuitem', { name: /Withdraw/ });
    expect(item.textContent).toBe('WithdrawNot possible now: This step does not allow it.');
    item.focus(); // a reason out of reach of the keyboard is never read out
    expect(document.activeElement).toBe(item);
    fireEvent.click(item);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(posts(calls)).toEqual([]);
  });

  it('returns to a step, with how it goes on only where that is open', async () => {
    const returnTo = [{ node: 'start', name: { en: 'Submit' } }];
    const calls = open({ tasks: [{ ...mine, actions: ['return'], returnTo, resume: 'choose' }] });
    const dialog = await choose('Return');
    fireEvent.click(within(dialog).getByRole('radio', { name: 'It walks all steps in between again' }));
    fireEvent.change(within(dialog).getByLabelText('Comment'), { target: { value: ' Which train? ' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Return' }));
    await waitFor(() => expect(posts(calls)).toHaveLength(1));
    const [post] = posts(calls);
    expect(post?.path).toBe('/tasks/i1.2/decisions');
    expect(post?.body).toEqual({ action: 'return', comment: 'Which train?', to: 'start', resume: 'walk' });
    expect(post?.headers['Idempotency-Key']).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('asks for a reason before it sends an intervention', async () => {
    const calls = open({ actions: [{ action: 'end' }] });
    const dialog = await choose('End');
    fireEvent.click(within(dialog).getByRole('button', { name: 'End' }));
    expect(await within(dialog).findByText('This is needed.')).toBeTruthy();
    expect(posts(calls)).toEqual([]);
    fireEvent.change(within(dialog).getByLabelText(/Reason/), { target: { value: 'Asked for twice' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'End' }));
    await waitFor(() => expect(posts(calls)).toHaveLength(1));
    expect(posts(calls)[0]?.path).toBe('/instances/i1/interventions');
    expect(posts(calls)[0]?.body).toEqual({ action: 'end', reason: 'Asked for twice', status: 'terminated' });
  });

  it('says in words why it came too late, and keeps what was typed', async () => {
    const detail = 'Zhang San approved this at 14:02.';
    open({ tasks: [{ ...mine, actions: ['claim'] }], actions: [{ action: 'withdraw' }] }, () => ({
      status: 409,
      body: { code: 'instance.ended', detail },
    }));
    const dialog = await choose('Withdraw');
    fireEvent.change(within(dialog).getByLabelText('Comment'), { target: { value: 'Not needed' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Withdraw' }));
    expect((await within(dialog).findByRole('alert')).textContent).toContain(detail);
    expect(within(dialog).getByLabelText<HTMLTextAreaElement>('Comment').value).toBe('Not needed');
  });
});
