import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { task } from '../../test/instance';
import { renderUi, startWords } from '../../test/render';
import { type Handler, serve } from '../../test/server';
import InboxPage from './InboxPage';

beforeAll(startWords);
afterEach(() => vi.unstubAllGlobals());

function open(handler: Handler) {
  const calls = serve(handler);
  const router = createMemoryRouter([{ path: '/inbox', Component: InboxPage }], { initialEntries: ['/inbox'] });
  renderUi(<RouterProvider router={router} />);
  return calls;
}

describe('InboxPage', () => {
  it('lists what waits, with enough to decide on', async () => {
    open(() => ({ body: { items: [task], next: '' } }));
    const item = await screen.findByRole('article');
    expect(within(item).getByRole('link', { name: 'Sun Li · Trip' }).getAttribute('href')).toBe('/cases/i1');
    expect(item.textContent).toContain('EX-1');
    expect(item.textContent).toContain('PurposeTrip');
    expect(screen.getByText('1 task is waiting for your decision.')).toBeTruthy();
  });

  it('decides from the list; the task leaves it', async () => {
    let items = [task];
    const calls = open((call) => {
      if (call.method === 'GET') return { body: { items, next: '' } };
      items = [];
      return { body: { id: 'i1', no: 'EX-1', status: 'rejected', rev: 4, tasks: [] } };
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Reject: Sun Li · Trip' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByLabelText('Comment'), { target: { value: 'Not this week' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Reject' }));
    expect(await screen.findByText('All done')).toBeTruthy();
    expect(calls.find((call) => call.method === 'POST')?.body).toEqual({ action: 'reject', comment: 'Not this week' });
  });

  it('loads more by cursor', async () => {
    const calls = open((call) =>
      call.path.includes('cursor=c2')
        ? { body: { items: [{ ...task, task: 'i2.2', instance: { ...task.instance, id: 'i2' } }], next: '' } }
        : { body: { items: [task], next: 'c2' } },
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(2));
    expect(calls.at(-1)?.path).toContain('cursor=c2');
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
  });

  it('says what went wrong, and tries again', async () => {
    let down = true;
    open(() => (down ? { status: 500, body: { code: 'server.internal' } } : { body: { items: [], next: '' } }));
    const retry = await screen.findByRole('button', { name: 'Try again' });
    down = false;
    fireEvent.click(retry);
    expect(await screen.findByText('All done')).toBeTruthy();
  });
});
