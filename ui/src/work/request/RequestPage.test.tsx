import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AppDetail, Preview } from '../../api';
import { claim } from '../../form/testing/claim';
import { renderUi, startWords } from '../../test/render';
import { type Call, type Handler, serve } from '../../test/server';
import RequestPage from './RequestPage';

beforeAll(startWords);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const app: AppDetail = {
  id: 'claim',
  name: { en: 'Claim' },
  description: { en: 'Money back' },
  icon: '',
  color: '',
  revision: 1,
  digest: 'd',
  form: claim.form,
  rules: [...claim.rules],
  calendar: claim.calendar,
  today: '2026-11-21',
  mask: { hide: [], lock: [] },
  initiator: {},
};

const preview: Preview = {
  form: {},
  choices: [],
  steps: [
    { node: 'start', type: 'start', name: { en: 'Submit' }, state: 'upcoming', assignees: [] },
    {
      node: 'manager',
      type: 'approval',
      name: { en: 'Manager' },
      state: 'upcoming',
      assignees: [{ id: 'user:p2', kind: 'user', name: { en: 'Wang Jianguo' } }],
    },
  ],
};

const complete = { purpose: 'Trip', kind: 'office', urgent: false, items: [{ what: 'Train', amount: 5 }] };

/** Answers what every test needs, after what the test itself has to say. */
function backend(special: Handler = () => undefined): Call[] {
  let rev = 0;
  return serve((call) => {
    const answer = special(call);
    if (answer) return answer;
    if (call.path === '/apps/claim') return { body: app };
    if (call.path === '/apps/claim/preview') return { body: preview };
    if (call.method === 'PUT' && call.path.startsWith('/apps/claim/drafts/')) {
      rev++;
      const form = (call.body as { form: unknown }).form;
      return { body: { id: call.path.split('/').at(-1), rev, form, savedAt: Date.now(), revision: 1 } };
    }
    if (call.path === '/apps/claim/drafts/kept') {
      return { body: { id: 'kept', rev: 4, form: complete, savedAt: Date.now(), revision: 1 } };
    }
    if (call.path === '/drafts') return { body: { items: [] } };
    return undefined;
  });
}

function open(path: string) {
  const router = createMemoryRouter(
    [
      { path: '/new/:app', Component: RequestPage },
      { path: '/cases/:id', element: <p>The case</p> },
      { path: '/', element: <p>Start</p> },
    ],
    { initialEntries: [path] },
  );
  renderUi(<RouterProvider router={router} />);
  return router;
}

const find = (calls: Call[], method: string, path: RegExp) =>
  calls.filter((call) => call.method === method && path.test(call.path));

describe('RequestPage', () => {
  it('shows who decides before anything is submitted', async () => {
    backend();
    open('/new/claim');
    expect(await screen.findByText('Wang Jianguo')).toBeTruthy();
    expect(screen.getByText('You submit')).toBeTruthy();
  });

  it('locks what a script computes, and shows what the server says it is', async () => {
    const calls = backend(({ path, body }) => {
      if (path === '/apps/claim') return { body: { ...app, computed: ['note'] } };
      if (path !== '/apps/claim/preview') return undefined;
      const { purpose = 'nothing' } = (body as { form: { purpose?: string } }).form;
      return { body: { ...preview, form: { note: `for ${purpose}` } } };
    });
    open('/new/claim');
    await screen.findByText('for nothing');
    fireEvent.change(await screen.findByLabelText(/Purpose/), { target: { value: 'Trip' } });
    await screen.findByText('for Trip');
    expect(screen.queryByRole('textbox', { name: /Note/ })).toBeNull();
    for (const { body } of find(calls, 'POST', /preview/)) expect(body).not.toHaveProperty('form.note');
  });

  it('saves what is typed as a draft that the address names', async () => {
    const calls = backend();
    const router = open('/new/claim');
    fireEvent.change(await screen.findByLabelText(/Purpose/), { target: { value: 'Trip' } });
    expect(await screen.findByText(/^Saved \d\d:\d\d/, {}, { timeout: 4000 })).toBeTruthy();
    const [put] = find(calls, 'PUT', /drafts/);
    expect(put?.path).toMatch(/^\/apps\/claim\/drafts\/[a-z2-7]{26}$/);
    expect(put?.body).toMatchObject({ rev: 0, form: { purpose: 'Trip' } });
    await waitFor(() => expect(router.state.location.search).toBe(`?draft=${put?.path.split('/').at(-1)}`));
    expect((screen.getByLabelText(/Purpose/) as HTMLInputElement).value).toBe('Trip');
  });

  it('goes on with a draft from elsewhere', async () => {
    const calls = backend();
    open('/new/claim?draft=kept');
    const purpose = (await screen.findByLabelText(/Purpose/)) as HTMLInputElement;
    expect(purpose.value).toBe('Trip');
    fireEvent.change(purpose, { target: { value: 'Trip to Suzhou' } });
    await waitFor(() => expect(find(calls, 'PUT', /drafts\/kept/)[0]?.body).toMatchObject({ rev: 4 }), {
      timeout: 4000,
    });
  });

  it('says that a draft is gone', async () => {
    backend((call) =>
      call.path.endsWith('/drafts/lost') ? { status: 404, body: { code: 'draft.unknown' } } : undefined,
    );
    open('/new/claim?draft=lost');
    expect(await screen.findByText('This draft no longer exists')).toBeTruthy();
  });

  it('does not submit what is not complete, and leads to what is missing', async () => {
    const calls = backend();
    open('/new/claim');
    fireEvent.click(await screen.findByRole('button', { name: 'Submit' }));
    const summary = await screen.findByRole('alert');
    await waitFor(() => expect(document.activeElement).toBe(summary));
    expect(find(calls, 'POST', /instances/)).toHaveLength(0);
  });

  it('keeps the key of an attempt over a lost answer, and goes to the case', async () => {
    let lost = true;
    const calls = backend((call) => {
      if (!call.path.endsWith('/instances')) return undefined;
      if (lost) {
        lost = false;
        throw new TypeError('connection lost');
      }
      return { status: 201, body: { id: 'i1', no: 'EX-1', status: 'running', rev: 1, tasks: [] } };
    });
    const router = open('/new/claim?draft=kept');
    const submit = await screen.findByRole('button', { name: 'Submit' });
    fireEvent.click(submit);
    expect(await screen.findByText(/Not submitted: The server could not be reached/)).toBeTruthy();
    fireEvent.click(await screen.findByRole('button', { name: 'Submit' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/cases/i1'));
    const [first, second] = find(calls, 'POST', /instances/);
    expect(first?.headers['Idempotency-Key']).toBeTruthy();
    expect(second?.headers['Idempotency-Key']).toBe(first?.headers['Idempotency-Key']);
    expect(second?.body).toMatchObject({ draft: 'kept', form: { purpose: 'Trip', total: 5 } });
    // The draft is gone with the submission: nothing asks for it again.
    expect(find(calls, 'GET', /drafts\/kept/)).toHaveLength(1);
  });

  it('brings into sight why it was not submitted', async () => {
    const shown = vi.spyOn(Element.prototype, 'scrollIntoView');
    backend((call) =>
      call.path.endsWith('/instances') ? { status: 503, body: { code: 'server.busy', detail: 'Busy.' } } : undefined,
    );
    open('/new/claim?draft=kept');
    fireEvent.click(await screen.findByRole('button', { name: 'Submit' }));
    const why = await screen.findByText(/Busy/);
    await waitFor(() =>
      expect(shown.mock.instances.some((element) => (element as unknown as Element).contains(why))).toBe(true),
    );
    shown.mockRestore();
  });

  it('takes a new key once the form has changed', async () => {
    const calls = backend((call) =>
      call.path.endsWith('/instances') ? { status: 503, body: { code: 'server.busy', detail: 'Busy.' } } : undefined,
    );
    open('/new/claim?draft=kept');
    fireEvent.click(await screen.findByRole('button', { name: 'Submit' }));
    expect(await screen.findByText(/Busy/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText(/Purpose/), { target: { value: 'Other' } });
    fireEvent.click(await screen.findByRole('button', { name: 'Submit' }));
    await waitFor(() => expect(find(calls, 'POST', /instances/)).toHaveLength(2));
    const [first, second] = find(calls, 'POST', /instances/);
    expect(second?.headers['Idempotency-Key']).not.toBe(first?.headers['Idempotency-Key']);
  });

  it('puts what the server refused beside its field', async () => {
    backend((call) =>
      call.path.endsWith('/instances')
        ? {
            status: 422,
            body: {
              code: 'form.invalid',
              errors: [{ path: '/purpose', code: 'claim.odd', message: 'Say it better.' }],
            },
          }
        : undefined,
    );
    open('/new/claim?draft=kept');
    fireEvent.click(await screen.findByRole('button', { name: 'Submit' }));
    await waitFor(() => expect(screen.getAllByText(/Say it better/).length).toBe(2));
    expect(screen.getByLabelText(/Purpose/).getAttribute('aria-invalid')).toBe('true');
  });

  it('lets the reader choose between two versions of a draft', async () => {
    let stale = true;
    const calls = backend((call) => {
      if (call.method === 'PUT' && stale) return { status: 409, body: { code: 'draft.stale' } };
      return undefined;
    });
    open('/new/claim?draft=kept');
    const purpose = (await screen.findByLabelText(/Purpose/)) as HTMLInputElement;
    fireEvent.change(purpose, { target: { value: 'Mine' } });
    const keep = await screen.findByRole('button', { name: 'Keep what is on this page' }, { timeout: 4000 });
    stale = false;
    fireEvent.click(keep);
    await waitFor(() => expect(find(calls, 'PUT', /kept/).at(-1)?.body).toMatchObject({ form: { purpose: 'Mine' } }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Keep what is on this page' })).toBeNull());
    expect(purpose.value).toBe('Mine');
  });

  it('saves before it lets the reader go, and asks where that fails', async () => {
    let away = true;
    const calls = backend((call) =>
      call.method === 'PUT' && away ? { status: 503, body: { code: 'server.busy', detail: 'Busy.' } } : undefined,
    );
    const router = open('/new/claim?draft=kept');
    fireEvent.change(await screen.findByLabelText(/Purpose/), { target: { value: 'Mine' } });
    act(() => {
      void router.navigate('/');
    });
    const stay = await screen.findByRole('button', { name: 'Stay here' });
    expect(router.state.location.pathname).toBe('/new/claim');
    fireEvent.click(stay);
    away = false;
    act(() => {
      void router.navigate('/');
    });
    await waitFor(() => expect(router.state.location.pathname).toBe('/'));
    expect(find(calls, 'PUT', /kept/).at(-1)?.body).toMatchObject({ form: { purpose: 'Mine' } });
  });
});
