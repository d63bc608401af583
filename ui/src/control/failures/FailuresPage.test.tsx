import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import i18next from 'i18next';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FailedStep } from '../../api';
import { renderUi, startWords } from '../../test/render';
import { serve } from '../../test/server';
import FailuresPage from './FailuresPage';

beforeAll(async () => {
  await startWords();
  await i18next.loadNamespaces(['errands']);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const failed = (no: string, more: Partial<FailedStep> = {}): FailedStep => ({
  instance: `case-${no}`,
  no,
  app: { id: 'leave', name: { en: 'Leave' }, icon: 'calendar', color: '#1d5fa8' },
  node: 'erp',
  name: { en: 'Tell ERP' },
  errand: {
    id: `case-${no}.e1`,
    kind: 'webhook',
    status: 'failed',
    since: 1,
    endedAt: 2,
    to: 'erp.example.com',
    failure: { code: 'webhook.timeout', detail: 'nothing came', tries: 5 },
  },
  readable: true,
  ...more,
});

/** Shows what has failed; a step that was tried again is gone, unless its request is named among the refused. */
function open(steps: FailedStep[], refused: string[] = []) {
  let left = steps;
  const calls = serve((call) => {
    if (call.method !== 'POST') return { body: { items: left, next: '' } };
    const [, , instance = ''] = call.path.split('/');
    if (refused.includes(instance)) {
      return { status: 409, body: { code: 'instance.ended', title: 'This request has ended', detail: 'It is over.' } };
    }
    left = left.filter((step) => step.instance !== instance);
    return { body: { id: instance, no: '', status: 'running', rev: 2, tasks: [] } };
  });
  const router = createMemoryRouter([{ path: '/', Component: FailuresPage }]);
  renderUi(<RouterProvider router={router} />);
  return () => calls.filter((call) => call.method === 'POST');
}

/** Gives the reason in the dialog and sends it. */
async function send(reason: string) {
  const dialog = within(await screen.findByRole('dialog'));
  fireEvent.change(dialog.getByRole('textbox', { name: /Reason/ }), { target: { value: reason } });
  fireEvent.click(dialog.getByRole('button', { name: 'Try again' }));
}

describe('FailuresPage', () => {
  it('says so where nothing has failed', async () => {
    open([]);
    expect(await screen.findByText('Nothing has failed')).toBeTruthy();
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('says what went wrong, and links only to what its reader may open', async () => {
    open([failed('LV-1'), failed('LV-2', { readable: false })]);
    expect(await screen.findAllByText(/did not answer in time. Tried 5 times/)).toHaveLength(2);
    expect(screen.getByRole('link', { name: /LV-1/ }).getAttribute('href')).toBe('/cases/case-LV-1');
    expect(screen.queryByRole('link', { name: /LV-2/ })).toBeNull();
  });

  it('has several tried again for one reason, but none of a request that is suspended', async () => {
    const sent = open([failed('LV-1'), failed('LV-2'), failed('LV-3', { suspended: true })]);
    fireEvent.click(await screen.findByRole('checkbox', { name: /Choose all/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('This is needed.')).toBeTruthy();
    expect(sent()).toHaveLength(0);
    await send('It is up again');
    await waitFor(() => expect(sent()).toHaveLength(2));
    expect(sent().map((call) => call.path)).toEqual([
      '/instances/case-LV-1/interventions',
      '/instances/case-LV-2/interventions',
    ]);
    expect(sent()[0]?.body).toEqual({ action: 'retry', reason: 'It is up again', errand: 'case-LV-1.e1' });
    await waitFor(() => expect(screen.queryByText('LV-1')).toBeNull());
  });

  it('says which could not be, and leaves the dialog open', async () => {
    open([failed('LV-1'), failed('LV-2')], ['case-LV-2']);
    fireEvent.click(await screen.findByRole('checkbox', { name: /Choose all/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await send('It is up again');
    expect(await screen.findByText(/1 of 2 are tried again.*It is over/)).toBeTruthy();
    expect(screen.getByRole('dialog')).toBeTruthy();
  });
});
