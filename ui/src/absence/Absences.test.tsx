import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import i18next from 'i18next';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Absence } from '../api';
import { renderUi, session, startWords } from '../test/render';
import { type Handler, serve } from '../test/server';
import { Absences } from './Absences';
import AwayBanner from './AwayBanner';

beforeAll(async () => {
  await startWords();
  await i18next.loadNamespaces(['absence', 'actions']);
});
afterEach(() => vi.unstubAllGlobals());

const li = { id: 'li', name: { en: 'Li Si', 'zh-CN': '李四' } };
const wang = { id: 'wang', name: { en: 'Wang Wu', 'zh-CN': '王五' } };
const me = { id: session.user?.id ?? '', name: session.user?.name ?? {} };

/** An absence from noon of 1 December to the evening of 3 December 2026 in Shanghai. */
const absence = (change: Partial<Absence> = {}): Absence => ({
  id: '1',
  from: Date.parse('2026-12-01T04:00Z'),
  until: Date.parse('2026-12-03T16:00Z'),
  standIn: li,
  acting: li,
  apps: [],
  waiting: false,
  state: 'now',
  ...change,
});
const list = (...items: Absence[]) => ({ items, standingIn: [], zone: 'Asia/Shanghai' });

function open(handler: Handler, ui = <Absences person={me} />) {
  const calls = serve((call) =>
    call.path === '/apps' ? { body: { items: [{ id: 'leave', name: { en: 'Leave' } }] } } : handler(call),
  );
  const router = createMemoryRouter([{ path: '*', element: ui }]);
  renderUi(<RouterProvider router={router} />);
  return calls;
}

describe('Absences', () => {
  it('says what is set, and warns where nobody acts or somebody else does', async () => {
    open(() => ({
      body: list(
        absence({ apps: ['leave'], waiting: true, reason: 'Moving house' }),
        absence({ id: '2', state: 'upcoming', acting: wang }),
        absence({ id: '3', state: 'upcoming', acting: undefined }),
        absence({ id: '4', state: 'over' }),
      ),
    }));
    await screen.findByText(/Nobody acts then/);
    const items = screen.getAllByRole('listitem').map((item) => item.textContent);
    expect(items).toHaveLength(4);
    expect(items[0]).toContain('Nobody acts then');
    expect(items[1]).toContain('Wang Wu acts, because the stand-in is away too.');
    expect(items[2]).toContain('Tue, 1 Dec 2026, afternoon – Thu, 3 Dec 2026');
    await waitFor(() => expect(screen.getByText('Only Leave')).toBeTruthy());
    expect(items[2]).toContain('With what waits when it begins');
    expect(items[2]).toContain('“Moving house”');
    // What is over cannot be changed.
    expect(within(screen.getAllByRole('listitem')[3] as HTMLElement).queryByRole('button')).toBeNull();
  });

  it('ends what holds, and takes away what is to come', async () => {
    const calls = open((call) => ({
      body: call.method === 'DELETE' ? list(absence({ state: 'over' })) : list(absence()),
    }));
    fireEvent.click(await screen.findByRole('button', { name: /^End now: / }));
    await waitFor(() => expect(screen.queryByRole('button', { name: /^End/ })).toBeNull());
    expect(calls.filter((call) => call.method === 'DELETE').map((call) => call.path)).toEqual([
      '/people/p1/absences/1',
    ]);
  });

  it('asks for what is missing, and shows what the server refuses beside its field', async () => {
    const calls = open((call) => {
      if (call.path.startsWith('/people?')) return { body: { items: [li] } };
      if (call.method === 'PUT') {
        const errors = [{ path: '/from', code: 'directory.absenceOverlap', message: 'Wang Wu stands in already.' }];
        return { status: 422, body: { code: 'directory.invalid', title: 'x', errors } };
      }
      return { body: list(absence({ reason: 'Moving house' })) };
    });
    fireEvent.click(await screen.findByRole('button', { name: /^Change/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Change the absence' });
    const some = within(dialog).getByRole('radio', { name: 'Only these apps' });
    fireEvent.click(some);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await within(dialog).findByText('Choose at least one app.')).toBeTruthy();
    expect(calls.some((call) => call.method === 'PUT')).toBe(false);

    fireEvent.click(within(dialog).getByRole('radio', { name: 'All apps' }));
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await within(dialog).findByText('Wang Wu stands in already.')).toBeTruthy();
    // What was not touched goes back as it came, to the minute.
    expect(calls.find((call) => call.method === 'PUT')?.body).toEqual({
      from: absence().from,
      until: absence().until,
      standIn: 'li',
      apps: [],
      reason: 'Moving house',
      waiting: false,
    });
  });

  it('shows nothing of others to whom the policy does not show it', async () => {
    const calls = open(() => ({ body: list(absence()) }), <Absences person={li} />);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(screen.queryByText('Out of office')).toBeNull();
    expect(calls).toEqual([]);
  });
});

describe('AwayBanner', () => {
  it('says until when one is away and who acts, and ends it', async () => {
    const calls = open((call) => ({ body: call.method === 'DELETE' ? list() : list(absence()) }), <AwayBanner />);
    expect(await screen.findByText('You are away until Thu, 3 Dec 2026. Li Si acts for you.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'End now' }));
    await waitFor(() => expect(screen.queryByText(/You are away/)).toBeNull());
    expect(calls.filter((call) => call.method === 'DELETE')).toHaveLength(1);
  });

  it('is not there for who is here', async () => {
    const calls = open(
      () => ({ body: list(absence({ state: 'upcoming' }), absence({ state: 'over' })) }),
      <AwayBanner />,
    );
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(screen.queryByText(/away/)).toBeNull();
  });
});
