import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import i18next from 'i18next';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Company } from '../../api';
import { renderUi, startWords } from '../../test/render';
import { type Call, serve } from '../../test/server';
import SettingsPage from './SettingsPage';

const company: Company = {
  rev: 3,
  name: { en: 'Bright Works' },
  language: 'en',
  zone: 'Asia/Shanghai',
  days: 'china',
  calendarFixed: false,
  mail: { host: 'smtp.example.com', port: 465, security: 'tls', user: 'oa', passwordSet: true, from: 'oa@example.com' },
  demo: false,
  setUpAt: 1,
  setUpBy: null,
  changedAt: 0,
  changedBy: null,
};

beforeAll(async () => {
  await startWords();
  await i18next.loadNamespaces(['company']);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(save: (call: Call) => { status?: number; body?: unknown }, after: Company = company) {
  let saved = 0;
  const calls = serve((call) => {
    if (call.path === '/company/mail') return { body: { configured: true, waiting: 0, failed: [] } };
    if (call.method === 'PUT') {
      saved++;
      return save(call);
    }
    return { body: saved ? after : company };
  });
  const router = createMemoryRouter([{ path: '/', Component: SettingsPage }]);
  renderUi(<RouterProvider router={router} />);
  return calls;
}

const name = () => screen.findByLabelText('Company name in English');
const save = () => screen.getByRole('button', { name: 'Save changes' });
const sent = (calls: Call[]) => calls.find((call) => call.method === 'PUT')?.body as { rev: number; mail: unknown };

describe('SettingsPage', () => {
  it('keeps the password that is there unless another is typed', async () => {
    const calls = open((call) => ({ body: { ...company, ...(call.body as object), mail: company.mail, rev: 4 } }));
    fireEvent.change(await name(), { target: { value: 'Brighter Works' } });
    fireEvent.click(save());
    await screen.findByText('The settings are saved and in effect.');
    expect(sent(calls)).toMatchObject({ rev: 3, name: { en: 'Brighter Works' }, mail: { user: 'oa', password: null } });
    expect(save()).toHaveProperty('disabled', true);
  });

  it('sends no password once there is no user', async () => {
    const calls = open(() => ({ body: { ...company, rev: 4 } }));
    fireEvent.change(await screen.findByLabelText('User name'), { target: { value: '' } });
    fireEvent.click(save());
    await waitFor(() => expect(sent(calls)?.mail).toMatchObject({ user: '', password: '' }));
  });

  it('puts what the server refused beside its field, and takes it away when it is mended', async () => {
    open(() => ({
      status: 422,
      body: {
        code: 'company.invalid',
        title: 'Some settings need your attention',
        errors: [{ path: '/mail/password', code: 'company.passwordAgain', message: 'Enter the password again.' }],
      },
    }));
    fireEvent.change(await screen.findByLabelText(/Mail server/), { target: { value: 'other.example.com' } });
    fireEvent.click(save());
    await screen.findByText('Enter the password again.');
    const password = screen.getByLabelText('Password');
    expect(password.getAttribute('aria-invalid')).toBe('true');
    fireEvent.change(password, { target: { value: 'secret' } });
    expect(screen.queryByText('Enter the password again.')).toBeNull();
  });

  it('loads what somebody else saved meanwhile', async () => {
    open(() => ({ status: 409, body: { code: 'company.stale', title: 'Changed elsewhere', rev: 4 } }), {
      ...company,
      rev: 4,
      name: { en: 'Their Works' },
    });
    fireEvent.change(await name(), { target: { value: 'My Works' } });
    fireEvent.click(save());
    fireEvent.click(await screen.findByRole('button', { name: 'Load the settings again' }));
    await waitFor(async () => expect(await name()).toHaveProperty('value', 'Their Works'));
  });
});
