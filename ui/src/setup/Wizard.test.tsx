import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import i18next from 'i18next';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '../api';
import { renderUi, startWords } from '../test/render';
import { type Call, serve } from '../test/server';
import Setup from './Setup';

beforeAll(async () => {
  await startWords();
  await i18next.loadNamespaces(['company', 'setup']);
  window.scrollTo = () => undefined;
});
beforeEach(() => sessionStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(path: string, answer: (call: Call) => { status?: number; body?: unknown }) {
  const calls = serve(answer);
  const router = createMemoryRouter([{ path: '*', Component: Setup }], { initialEntries: [path] });
  const { client } = renderUi(<RouterProvider router={router} />);
  return { calls, client };
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const type = (label: RegExp | string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

function fill() {
  type('Company name in English', 'Bright Works');
  press('Continue');
  type('Name in English', 'Ann');
  type(/^Login/, 'ann');
  const [password, again] = document.querySelectorAll<HTMLInputElement>('input[type="password"]');
  if (!password || !again) throw new Error('no passwords');
  fireEvent.change(password, { target: { value: 'correct horse' } });
  fireEvent.change(again, { target: { value: 'correct horse' } });
  press('Continue');
}

describe('the first start', () => {
  it('says where the link is to whoever comes without one, and lets them in once it was used', async () => {
    const { calls, client } = open('/inbox#token', () => ({ body: { open: false } }));
    await screen.findByRole('heading', { name: 'Almost there' });
    await waitFor(() => expect(client.getQueryState(keys.session)?.isInvalidated).toBe(true));
    expect(calls.map((call) => `${call.method} ${call.path}`)).toEqual(['GET /setup']);
  });

  it('goes back to the step of a field that the server refused, with everything still typed', async () => {
    const { calls } = open('/setup#the-token', () => ({
      status: 422,
      body: {
        code: 'setup.invalid',
        title: 'Some fields need your attention',
        errors: [{ path: '/admin/login', code: 'company.loginFormat', message: 'Use letters only.' }],
      },
    }));
    await screen.findByRole('heading', { name: 'Your company' });
    fill();
    press('Set up without mail');
    await screen.findByText('Use letters only.');
    screen.getByRole('heading', { name: 'The first admin' });
    expect(screen.getByLabelText(/^Login/)).toHaveProperty('value', 'ann');
    expect(document.querySelector<HTMLInputElement>('input[type="password"]')?.value).toBe('correct horse');
    const body = calls[0]?.body as { token: string; mail: unknown; admin: object };
    expect(body.token).toBe('the-token');
    expect(body.mail).toBeNull();
    expect(body.admin).toEqual({ login: 'ann', name: { en: 'Ann' }, email: '', password: 'correct horse' });
  });

  it.each([
    ['setup.link', 403, 'Ask whoever runs the server for the newest link.'],
    ['setup.done', 409, 'Go to sign-in'],
  ])('says what to do about %s', async (code, status, words) => {
    open('/setup#token', () => ({ status, body: { code, title: 'No', detail: 'Not like this.' } }));
    await screen.findByRole('heading', { name: 'Your company' });
    fill();
    press('Set up without mail');
    await waitFor(() => screen.getByText(words));
  });
});
