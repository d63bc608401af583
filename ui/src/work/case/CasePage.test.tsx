import { fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Instance } from '../../api';
import { approved, instance } from '../../test/instance';
import { renderUi, startWords } from '../../test/render';
import { type Handler, serve } from '../../test/server';
import CasePage from './CasePage';
import { CaseView } from './CaseView';

beforeAll(startWords);
afterEach(() => vi.unstubAllGlobals());

function open(handler: Handler) {
  const calls = serve(handler);
  const router = createMemoryRouter([{ path: '/cases/:id', Component: CasePage }], { initialEntries: ['/cases/i1'] });
  renderUi(<RouterProvider router={router} />);
  return calls;
}

describe('CasePage', () => {
  it('says what is asked, who has it since when, and what happened', async () => {
    open(() => ({ body: instance }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Sun Li · Trip' })).toBeTruthy();
    expect(screen.getByText('In progress')).toBeTruthy();
    const current = screen.getByText('Manager').closest('li');
    expect(current?.getAttribute('aria-current')).toBe('step');
    expect(current?.textContent).toContain('Chen Xiaoyu');
    expect(screen.getByText('Sun Li submitted the request')).toBeTruthy();
    expect(screen.getByText('Manager: waiting for Chen Xiaoyu')).toBeTruthy();
    expect(screen.getByText('Depends on the answers')).toBeTruthy();
    // An event that this version has no sentence for is still named.
    expect(screen.getByText('moon.landed')).toBeTruthy();
    expect(screen.queryByText('node.entered')).toBeNull();
    expect(document.title).toBe('EX-1 Sun Li · Trip · Bright Works');
  });

  it('records a decision with its comment and shows what it led to', async () => {
    let now: Instance = instance;
    const calls = open((call) => {
      if (call.method === 'GET') return { body: now };
      now = approved;
      return { body: { id: 'i1', no: 'EX-1', status: 'approved', rev: 4, tasks: [] } };
    });
    fireEvent.change(await screen.findByLabelText('Comment'), { target: { value: ' Fine by me ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Approve' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull());
    const post = calls.find((call) => call.method === 'POST');
    expect(post?.path).toBe('/tasks/i1.2/decisions');
    expect(post?.body).toEqual({ action: 'approve', comment: 'Fine by me' });
    expect(post?.headers['Idempotency-Key']).toBeTruthy();
    expect(screen.getByText(/Approved by Chen Xiaoyu/)).toBeTruthy();
    expect(screen.getByText('Fine by me')).toBeTruthy();
  });

  it('shows what a script computes and who decides then, as far as the form was changed', async () => {
    const [task] = instance.tasks;
    if (!task) throw new Error('the case has no task');
    const own: Instance = {
      ...instance,
      form: { ...instance.form, note: 'for Trip' },
      computed: ['note'],
      tasks: [{ ...task, fields: { purpose: 'edit' } }],
    };
    let broken = false;
    const calls = open((call) => {
      if (call.method === 'GET') return { body: own };
      if (call.path !== '/tasks/i1.2/preview') return { body: { id: 'i1', no: 'EX-1', status: 'approved', tasks: [] } };
      if (broken) return { status: 503, body: { code: 'server.busy', detail: 'Too much to do.' } };
      const { purpose } = (call.body as { form: { purpose: string } }).form;
      const extra = { ...instance.path[1], node: 'boss', name: { en: 'Boss' }, state: 'upcoming', task: undefined };
      return {
        body: { steps: [...instance.path, extra], form: { note: `for ${purpose}`, purpose: 'not taken' }, choices: [] },
      };
    });
    const purpose = await screen.findByLabelText(/Purpose/);
    expect(screen.getByText('for Trip')).toBeTruthy();
    fireEvent.change(purpose, { target: { value: 'Fair' } });
    expect(screen.getByText('Updating the path…')).toBeTruthy();
    await screen.findByText('for Fair');
    expect(screen.getByText('Boss')).toBeTruthy();
    await waitFor(() => expect(screen.queryByText('Updating the path…')).toBeNull());
    expect(screen.getByDisplayValue('Fair')).toBeTruthy();
    // Back at what it was, nothing is asked, and everything is the case's own again.
    fireEvent.change(purpose, { target: { value: 'Trip' } });
    await screen.findByText('for Trip');
    await waitFor(() => expect(screen.queryByText('Boss')).toBeNull());
    const asked = calls.filter(({ path }) => path.endsWith('/preview'));
    expect(asked.map(({ body }) => body)).toEqual([{ form: { purpose: 'Fair' } }]);
    // Where it cannot be said now, that is said, and nothing that was typed is lost.
    broken = true;
    fireEvent.change(purpose, { target: { value: 'Talk' } });
    expect((await screen.findByRole('alert')).textContent).toContain('could not be worked out');
    expect(screen.getByDisplayValue('Talk')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Approve' }));
    await waitFor(() => expect(calls.at(-1)?.method).toBe('GET'));
    const sent = calls.find(({ path }) => path === '/tasks/i1.2/decisions');
    expect(sent?.body).toMatchObject({ form: { purpose: 'Talk' } });
  });

  it('asks for no path of a task that is being decided', async () => {
    const [task] = instance.tasks;
    if (!task) throw new Error('the case has no task');
    let now: Instance = { ...instance, tasks: [{ ...task, fields: { purpose: 'edit' } }] };
    let decided: (answer: { body: unknown }) => void = () => {};
    const calls = open((call) => {
      if (call.method === 'GET') return { body: now };
      if (call.path.endsWith('/preview')) return { body: { steps: instance.path, form: {}, choices: [] } };
      return new Promise((resolve) => {
        decided = resolve;
      });
    });
    fireEvent.change(await screen.findByLabelText(/Purpose/), { target: { value: 'Fair' } });
    fireEvent.click(screen.getByRole('button', { name: 'Approve' }));
    expect(screen.getByText('Updating the path…')).toBeTruthy();
    await waitFor(() => expect(screen.queryByText('Updating the path…')).toBeNull());
    expect(calls.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual(['/tasks/i1.2/decisions']);
    now = approved;
    decided({ body: { id: 'i1', no: 'EX-1', status: 'approved', rev: 4, tasks: [] } });
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull());
    expect(calls.filter(({ path }) => path.endsWith('/preview'))).toEqual([]);
  });

  it('says who was first, and shows how it stands', async () => {
    let now: Instance = instance;
    open((call) => {
      if (call.method === 'GET') return { body: now };
      now = approved;
      return { status: 409, body: { code: 'task.decided', detail: 'Liu Fang has decided this already.' } };
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Reject' }));
    expect(await screen.findByText(/Liu Fang has decided this already/)).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Reject' })).toBeNull());
  });

  it('keeps the comment where a decision could not be recorded', async () => {
    open((call) =>
      call.method === 'GET' ? { body: instance } : { status: 503, body: { code: 'server.busy', detail: 'Busy.' } },
    );
    const comment = (await screen.findByLabelText('Comment')) as HTMLTextAreaElement;
    fireEvent.change(comment, { target: { value: 'No' } });
    fireEvent.click(screen.getByRole('button', { name: 'Reject' }));
    expect(await screen.findByText('Busy.')).toBeTruthy();
    expect(comment.value).toBe('No');
  });

  it('lets the approver change only what the step opens, and sends only that', async () => {
    const [open1] = instance.tasks;
    const editable = { ...instance, tasks: [{ ...open1, fields: { purpose: 'edit', total: 'hide' } }] };
    const calls = open((call) =>
      call.method === 'GET'
        ? { body: editable }
        : { body: { id: 'i1', no: 'EX-1', status: 'running', rev: 4, tasks: [] } },
    );
    fireEvent.change(await screen.findByRole('textbox', { name: /Purpose/ }), { target: { value: 'Trip to Suzhou' } });
    expect(screen.queryByRole('switch')).toBeNull();
    expect(screen.queryByText('Total')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Approve' }));
    await waitFor(() => expect(calls.some((call) => call.method === 'POST')).toBe(true));
    const post = calls.find((call) => call.method === 'POST');
    expect(post?.body).toEqual({ action: 'approve', comment: '', form: { purpose: 'Trip to Suzhou' } });
  });

  it('has the reader fill in what the step asks for before it is sent on', async () => {
    const filling: Instance = {
      ...instance,
      tasks: instance.tasks.map((task) => ({
        ...task,
        actions: ['complete', 'return'],
        fields: { note: 'edit' },
        require: ['note'],
      })),
    };
    const calls = open((call) =>
      call.method === 'GET'
        ? { body: filling }
        : { body: { id: 'i1', no: 'EX-1', status: 'running', rev: 4, tasks: [] } },
    );
    expect(await screen.findByRole('heading', { name: 'Fill in and send on' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Reject' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Send on' }));
    const note = screen.getByRole('textbox', { name: /Note/ });
    await waitFor(() => expect(note.getAttribute('aria-invalid')).toBe('true'));
    expect(calls.some((call) => call.method === 'POST')).toBe(false);
    fireEvent.change(note, { target: { value: 'Fair' } });
    fireEvent.click(screen.getByRole('button', { name: 'Send on' }));
    await waitFor(() => expect(calls.some((call) => call.method === 'POST')).toBe(true));
    const post = calls.find((call) => call.method === 'POST');
    expect(post?.body).toEqual({ action: 'complete', comment: '', form: { note: 'Fair' } });
  });

  it('keeps what was typed when the case changes elsewhere, and takes in the rest', async () => {
    const opened: Instance = {
      ...instance,
      form: { ...instance.form, note: 'as it was' },
      tasks: instance.tasks.map((task) => ({ ...task, fields: { purpose: 'edit', note: 'edit' } })),
    };
    const later = { ...opened, rev: opened.rev + 1, form: { ...opened.form, purpose: 'Theirs', note: 'theirs' } };
    serve(() => ({ body: { steps: opened.path, form: {}, choices: [] } }));
    function Live() {
      const [now, setNow] = useState(opened);
      return (
        <>
          <button type="button" onClick={() => setNow(later)}>
            later
          </button>
          <CaseView instance={now} />
        </>
      );
    }
    renderUi(<RouterProvider router={createMemoryRouter([{ path: '/', Component: Live }])} />);
    const purpose = await screen.findByLabelText<HTMLInputElement>(/Purpose/);
    fireEvent.change(purpose, { target: { value: 'Mine' } });
    purpose.focus();
    fireEvent.click(screen.getByRole('button', { name: 'later' }));
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(/Note/).value).toBe('theirs'));
    expect(screen.getByLabelText<HTMLInputElement>(/Purpose/).value).toBe('Mine');
    expect(document.activeElement).toBe(purpose);
  });

  it('says why a case cannot be shown', async () => {
    open(() => ({ status: 404, body: { code: 'instance.notFound', detail: 'There is no such request.' } }));
    expect(await screen.findByText('There is no such request.')).toBeTruthy();
    expect(screen.getByText('Code: instance.notFound')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('does not offer to try again what is not open to the reader', async () => {
    open(() => ({ status: 403, body: { code: 'permission.denied', detail: 'Ask an administrator.' } }));
    expect(await screen.findByText('This is not open to you')).toBeTruthy();
    expect(screen.getByText('Ask an administrator.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });
});
