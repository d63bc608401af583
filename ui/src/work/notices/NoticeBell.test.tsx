import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import i18next from 'i18next';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeLanguage } from '../../i18n';
import { renderUi, startWords } from '../../test/render';
import { type Handler, serve } from '../../test/server';
import { setPageTitle } from '../../ui/pageTitle';
import { NoticeBell } from './NoticeBell';

beforeAll(startWords);
afterEach(() => vi.unstubAllGlobals());

const notice = (id: string, kind: string, unread: boolean) => ({
  id,
  kind,
  app: 'leave',
  no: 'LV-2026-000007',
  instance: `i-${id}`,
  at: Date.now() - 2 * 3_600_000,
  unread,
});
let some: { items: ReturnType<typeof notice>[]; unread: number; next: string };
beforeEach(() => {
  some = {
    items: [
      notice('1', 'task.assigned', true),
      notice('2', 'copy.sent', true),
      notice('3', 'instance.ended', true),
      notice('4', 'task.urged', false),
      notice('5', 'moon.landed', false),
    ],
    unread: 3,
    next: '',
  };
});
const none = { items: [], unread: 0, next: '' };

function open(handler: Handler, at = '/') {
  const calls = serve((call) => {
    if (call.path === '/apps') return { body: { items: [{ id: 'leave', name: { en: 'Leave', 'zh-CN': '请假' } }] } };
    return handler(call);
  });
  const router = createMemoryRouter([{ path: '*', Component: NoticeBell }], { initialEntries: [at] });
  renderUi(<RouterProvider router={router} />);
  return { calls, router };
}

describe('NoticeBell', () => {
  it('says how many are unread, shows them in words, and reads them all when it is told to', async () => {
    const { calls } = open((call) => (call.method === 'POST' ? { status: 204 } : { body: some }));
    const bell = await screen.findByRole('button', { name: 'Notices, 3 unread' });
    setPageTitle('Start · Banli');
    expect(document.title).toBe('(3) Start · Banli');
    expect(bell.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(bell);
    expect(await screen.findByRole('region', { name: 'Notices' })).toBeTruthy();
    await waitFor(() => expect(screen.getAllByText(/Leave/)).toHaveLength(5));
    expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual([
      'Unread: A request waits for your decision Leave · LV-2026-000007 · 2 hours ago',
      'Unread: You were copied on a request Leave · LV-2026-000007 · 2 hours ago',
      'Unread: Your request has ended Leave · LV-2026-000007 · 2 hours ago',
      'You are asked to hurry with a request Leave · LV-2026-000007 · 2 hours ago',
      'Something happened on a request Leave · LV-2026-000007 · 2 hours ago',
    ]);
    // Looking is not reading.
    expect(calls.filter((call) => call.method === 'POST')).toEqual([]);
    some.items = some.items.map((each) => ({ ...each, unread: false }));
    some.unread = 0;
    fireEvent.click(screen.getByRole('button', { name: 'Mark all as read' }));
    await waitFor(() => expect(bell.getAttribute('aria-label')).toBe('Notices'));
    expect(screen.queryByText('Unread:')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Mark all as read' })).toBeNull();
    expect(document.title).toBe('Start · Banli');
    expect(calls.filter((call) => call.method === 'POST').map((call) => call.path)).toEqual(['/notices/read']);
  });

  it('leads to the request, reads its notice alone, and closes', async () => {
    const { router, calls } = open((call) => (call.method === 'POST' ? { status: 204 } : { body: some }));
    fireEvent.click(await screen.findByRole('button', { name: 'Notices, 3 unread' }));
    fireEvent.click(await screen.findByRole('link', { name: /You were copied/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/cases/i-2'));
    expect(screen.queryByRole('region')).toBeNull();
    await waitFor(() =>
      expect(calls.filter((call) => call.method === 'POST').map((call) => call.path)).toEqual(['/notices/2/read']),
    );
  });

  it('counts no further than 99, and shows older ones on demand', async () => {
    const pages: Record<string, unknown> = {
      '': { items: [notice('1', 'task.assigned', true)], unread: 100, next: 'c' },
      c: { items: [notice('2', 'copy.sent', false)], unread: 100, next: '' },
    };
    open((call) => ({ body: pages[new URLSearchParams(call.path.split('?')[1]).get('cursor') ?? ''] }));
    fireEvent.click(await screen.findByRole('button', { name: 'Notices, 99+ unread' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Show older' }));
    await waitFor(() => expect(screen.getAllByRole('link')).toHaveLength(2));
    expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
  });

  it('lets the reader choose what is mailed, as the link in a mail leads to', async () => {
    const mail = { 'task.assigned': true, 'task.urged': true, 'copy.sent': true, 'instance.ended': true };
    const { calls, router } = open((call) => {
      if (call.path !== '/notices/choices') return { body: none };
      if (call.method === 'PUT') Object.assign(mail, (call.body as { mail: object }).mail);
      return { body: { address: 'chen@example.com', mail } };
    }, '/?notices=settings&tab=1');
    expect(await screen.findByText('These are also sent to chen@example.com:')).toBeTruthy();
    const copies = screen.getByRole('switch', { name: 'You were copied on a request' });
    expect(copies.getAttribute('aria-checked')).toBe('true');
    fireEvent.click(copies);
    await waitFor(() => expect(copies.getAttribute('aria-checked')).toBe('false'));
    await waitFor(() =>
      expect(calls.filter((call) => call.method === 'PUT').map((call) => call.body)).toEqual([
        { mail: { 'copy.sent': false } },
      ]),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Back to the notices' }));
    expect(await screen.findByText('No notices yet')).toBeTruthy();
    fireEvent.keyDown(document, { key: 'Escape' });
    await waitFor(() => expect(router.state.location.search).toBe('?tab=1'));
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('asks for an address first', async () => {
    open(
      (call) => ({ body: call.path === '/notices/choices' ? { address: '', mail: {} } : none }),
      '/?notices=settings',
    );
    expect(await screen.findByText(/No mail address of yours is known/)).toBeTruthy();
    for (const each of screen.getAllByRole('switch')) expect((each as HTMLButtonElement).disabled).toBe(true);
  });

  it('closes on Escape and gives the focus back, and on a press elsewhere', async () => {
    open(() => ({ body: none }));
    const bell = await screen.findByRole('button', { name: 'Notices' });
    fireEvent.click(bell);
    expect(await screen.findByText('No notices yet')).toBeTruthy();
    fireEvent.keyDown(document, { key: 'Escape' });
    expect(screen.queryByRole('region')).toBeNull();
    expect(document.activeElement).toBe(bell);
    fireEvent.click(bell);
    await screen.findByRole('region');
    fireEvent.pointerDown(document.body);
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('is a sheet on a phone, which gives the focus back when it is closed', async () => {
    vi.stubGlobal('matchMedia', (query: string) => ({
      matches: true,
      media: query,
      addEventListener() {},
      removeEventListener() {},
      addListener() {},
      removeListener() {},
    }));
    open(() => ({ body: none }));
    const bell = await screen.findByRole('button', { name: 'Notices' });
    fireEvent.click(bell);
    expect(await screen.findByRole('dialog', { name: 'Notices' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(bell);
  });

  it('says what went wrong, and tries again', async () => {
    let down = true;
    open(() => (down ? { status: 500, body: { code: 'server.internal' } } : { body: none }));
    fireEvent.click(await screen.findByRole('button', { name: 'Notices' }));
    const retry = await screen.findByRole('button', { name: 'Try again' });
    down = false;
    fireEvent.click(retry);
    expect(await screen.findByText('No notices yet')).toBeTruthy();
  });

  it('speaks Chinese', async () => {
    await act(() => changeLanguage('zh-CN'));
    await i18next.loadNamespaces('work');
    try {
      open((call) => (call.method === 'POST' ? { status: 204 } : { body: some }));
      fireEvent.click(await screen.findByRole('button', { name: '通知，3 条未读' }));
      await waitFor(() => expect(screen.getAllByText(/请假/)).toHaveLength(5));
      expect(screen.getAllByRole('link')[0]?.textContent).toBe(
        '未读： 有申请等待您审批 请假 · LV-2026-000007 · 2小时前',
      );
    } finally {
      await act(() => changeLanguage('en'));
    }
  });
});
