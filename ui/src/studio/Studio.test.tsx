import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import i18next from 'i18next';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { App, Finding } from '../api';
import { renderUi, startWords } from '../test/render';
import { type Call, serve } from '../test/server';
import Studio from './index';
import { leaveApp } from './model/testing/leave';

// Pages of this size take jsdom a while to search by role.
configure({ asyncUtilTimeout: 8000 });

beforeAll(async () => {
  await startWords();
  await i18next.loadNamespaces(['studio', 'designer']);
});
afterEach(() => vi.unstubAllGlobals());

const mei = { id: 'p9', name: { en: 'Mei Chen' } };

interface Server {
  app: App;
  rev: number;
  findings: Finding[];
  /** Answers a save with this status instead. */
  refuse?: number;
}

/** The studio on a server that keeps one draft. */
function open(path: string, server: Partial<Server> = {}) {
  const state: Server = { app: leaveApp(), rev: 3, findings: [], ...server };
  const draft = () => ({
    body: { rev: state.rev, app: state.app, revision: 2, savedAt: 1000, savedBy: mei, findings: state.findings },
  });
  const calls = serve((call) => {
    const { method } = call;
    if (call.path === '/studio/apps') {
      const row = {
        id: 'leave',
        name: { en: 'Leave' },
        revision: 2,
        draftRev: 3,
        changed: true,
        savedAt: 1,
        savedBy: mei,
      };
      return { body: { items: [row] } };
    }
    if (call.path === '/roles') return { body: { items: [{ id: 'hr', name: { en: 'HR' } }] } };
    if (call.path === '/studio/apps/leave/revisions') {
      return {
        body: { items: [{ n: 2, digest: 'sha256:abc', publishedAt: 1000, publishedBy: mei, note: 'Shorter' }] },
      };
    }
    if (call.path === '/studio/apps/leave/publish') return { body: { revision: 3, digest: 'sha256:def' } };
    if (call.path === '/studio/apps/leave/presence')
      return { body: { rev: state.rev, savedAt: 1, savedBy: null, others: [] } };
    if (call.path !== '/studio/apps/leave/draft') return undefined;
    if (method === 'GET') return draft();
    if (state.refuse) return { status: state.refuse, body: { code: 'draft.stale' } };
    state.rev += 1;
    state.app = (call.body as { app: App }).app;
    return { body: { rev: state.rev, savedAt: 2000, findings: state.findings } };
  });
  const router = createMemoryRouter([{ path: '/studio/*', Component: Studio }], { initialEntries: [path] });
  renderUi(<RouterProvider router={router} />);
  return { calls, state, router };
}

const saves = (calls: Call[]) =>
  calls
    .filter((call) => call.method === 'PUT' && call.path.endsWith('/draft'))
    .map((call) => call.body as { rev: number; app: App });

/** A button by its label or words. Much quicker than a search by role, whose names jsdom works out for every element. */
function button(name: string | RegExp, within: ParentNode = document): Promise<HTMLElement> {
  return waitFor(() => {
    const all = [...within.querySelectorAll<HTMLElement>('button, [role="menuitem"], [role="switch"]')];
    const found = all.find((each) => {
      const label = each.getAttribute('aria-label') ?? each.textContent ?? '';
      return typeof name === 'string' ? label === name : name.test(label);
    });
    if (!found)
      throw new Error(
        `no button ${name} among: ${all.map((each) => each.getAttribute('aria-label') ?? each.textContent).join(' | ')}`,
      );
    return found;
  });
}

describe('apps', () => {
  it('lists apps with their revision and what is not published', async () => {
    open('/studio');
    const link = await screen.findByRole('link', { name: /^Leave/ });
    expect(link.getAttribute('href')).toBe('/studio/apps/leave/form');
    expect(link.textContent).toContain('Revision 2');
    expect(link.textContent).toContain('Unpublished changes');
    expect(link.textContent).toContain('by Mei Chen');
  });
});

describe('form', () => {
  it('adds after the selection, saves on the known rev, and undoes', async () => {
    const { calls } = open('/studio/apps/leave/form');
    fireEvent.click(await button('Type, Single choice, required'));
    fireEvent.click(await button('Add Number'));
    const title = await screen.findByLabelText('Title (English)');
    fireEvent.change(title, { target: { value: 'Phone extension' } });
    await waitFor(() => {
      const [, added = ''] = saves(calls).at(-1)?.app.form.layout.sections[0]?.fields ?? [];
      expect(added).toMatch(/^number_/);
      expect(saves(calls).at(-1)?.app.form.layout.fields[added]?.title?.en).toBe('Phone extension');
    });
    expect(saves(calls)[0]?.rev).toBe(3);

    fireEvent.keyDown(title, { key: 'z', ctrlKey: true });
    fireEvent.click(await button('Undo'));
    await waitFor(() => expect(saves(calls).at(-1)?.app).toEqual(leaveApp()));
  });

  it('warns before removing what is used, and moves by keys', async () => {
    const { calls } = open('/studio/apps/leave/form');
    const days = await button('Days, Number, required');
    fireEvent.keyDown(days, { key: 'Delete' });
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('Rule: Long leave needs cover');
    expect(dialog.textContent).toContain('Branch: Over 3');
    fireEvent.click(await button('Cancel', dialog));
    fireEvent.keyDown(days, { key: 'ArrowDown', altKey: true });
    await waitFor(() => expect(saves(calls)).toHaveLength(1));
    expect(saves(calls)[0]?.app.form.layout.sections.map((section) => section.fields)).toEqual([
      ['type'],
      ['days', 'reason', 'handover', 'items'],
    ]);
  });

  it('selects several, moves and removes them together, and names what uses them', async () => {
    const { calls } = open('/studio/apps/leave/form');
    const type = await button('Type, Single choice, required');
    fireEvent.click(type);
    fireEvent.keyDown(type, { key: 'ArrowDown', shiftKey: true });
    expect(await screen.findAllByText('2 selected')).not.toHaveLength(0);
    const days = await button('Days, Number, required');
    fireEvent.keyDown(days, { key: 'ArrowDown', altKey: true, shiftKey: true });
    await waitFor(() =>
      expect(
        saves(calls)
          .at(-1)
          ?.app.form.layout.sections.map((section) => section.fields),
      ).toEqual([[], ['type', 'days', 'reason', 'handover', 'items']]),
    );
    fireEvent.click(await button('Reason, Long text, required'), { ctrlKey: true });
    fireEvent.keyDown(await button('Days, Number, required'), { key: 'Delete' });
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('Remove “3 fields”?');
    expect(dialog.textContent).toContain('Rule: Long leave needs cover');
    fireEvent.click(await button('Remove', dialog));
    await waitFor(() =>
      expect(saves(calls).at(-1)?.app.form.layout.sections[1]?.fields).toEqual(['handover', 'items']),
    );
  });

  it('copies by the clipboard, refuses what is no form, and leaves text fields alone', async () => {
    const { calls } = open('/studio/apps/leave/form');
    fireEvent.click(await button('Hand over to, Person'));
    const board = new Map<string, string>();
    const clipboardData = {
      setData: (type: string, text: string) => board.set(type, text),
      getData: () => board.get('text/plain') ?? '',
    };
    fireEvent.copy(document.body, { clipboardData });
    expect(JSON.parse(board.get('text/plain') ?? '')).toMatchObject({
      banli: 'form-parts',
      fields: [{ id: 'handover' }],
    });
    const title = await screen.findByLabelText('Title (English)');
    fireEvent.paste(title, { clipboardData });
    fireEvent.paste(document.body, {
      clipboardData: {
        getData: () => '{"banli":"form-parts","v":1,"app":"x","fields":[{"id":"constructor.x"}],"rules":[]}',
      },
    });
    expect(
      (await screen.findAllByText(/This was not pasted: what is on the clipboard is damaged/)).length,
    ).toBeGreaterThan(0);
    expect(saves(calls)).toEqual([]);
    fireEvent.paste(document.body, { clipboardData });
    await waitFor(() => {
      const [, , copy = ''] = saves(calls).at(-1)?.app.form.layout.sections[1]?.fields ?? [];
      expect(copy).toMatch(/^person_/);
      expect(saves(calls).at(-1)?.app.form.layout.fields[copy]?.title?.en).toBe('Hand over to');
    });
  });

  it('says what works a field out, and asks nobody for it', async () => {
    const app = leaveApp();
    const always = { id: 'count', name: { en: 'Count' }, enabled: true };
    // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
    const count = { ...always, then: [{ do: 'set' as const, field: 'days', value: { '+': [1, 2] } }] };
    open('/studio/apps/leave/form', { app: { ...app, rules: [count, ...app.rules] } });
    const days = await button('Days, Number, = 1 + 2');
    const card = days.closest('[data-canvas-field]');
    expect(card?.textContent).toContain('= 1 + 2');
    expect(card?.textContent).not.toContain('*');
    const type = (await button('Type, Single choice, required')).closest('[data-canvas-field]');
    expect(type?.textContent).toContain('*');
    expect(type?.textContent).not.toContain('=');
  });

  it('shows the app while nothing is selected', async () => {
    const { calls } = open('/studio/apps/leave/form');
    fireEvent.change(await screen.findByLabelText('Name (English)'), { target: { value: 'Time off' } });
    await waitFor(() => expect(saves(calls).at(-1)?.app.name.en).toBe('Time off'));
    fireEvent.click(await button('Type, Single choice, required'));
    expect(await screen.findByLabelText('Title (English)')).toBeTruthy();
    expect(screen.queryByLabelText('Name (English)')).toBeNull();
  });

  it('leads from a problem to its place', async () => {
    open('/studio/apps/leave/rules', {
      findings: [{ code: 'x', level: 'error', place: 'form.fields.items.amount', message: 'The amount is odd.' }],
    });
    fireEvent.click(await button('1 problem'));
    fireEvent.click(await button(/The amount is odd/));
    expect(await button('Back to Items')).toBeTruthy();
    expect((await screen.findByLabelText<HTMLInputElement>('Title (English)')).value).toBe('Amount');
  });
});

describe('flow', () => {
  it('says what each card does, and inserts a step', async () => {
    const { calls } = open('/studio/apps/leave/flow');
    expect(await button('Approval: Manager. Direct manager of the initiator approves or rejects')).toBeTruthy();
    expect(await button('Branch: Over 3. Days > 3')).toBeTruthy();
    expect(await button('Copy: HR. Everyone with the role HR gets a copy')).toBeTruthy();
    fireEvent.click(await button('Insert after Manager'));
    fireEvent.click(await button(/^ApprovalSomebody/));
    await waitFor(() => expect(saves(calls)).toHaveLength(1));
    const { flow } = saves(calls)[0]?.app ?? leaveApp();
    const step = flow.nodes.find((node) => node.id.startsWith('approval_'));
    expect(step?.assignee).toEqual({ kind: 'manager', level: 1 });
    expect(flow.edges.find((edge) => edge.from === 'manager')?.to).toBe(step?.id);
    expect(flow.edges.find((edge) => edge.from === step?.id)?.to).toBe('length');
  });

  it('changes a condition in words', async () => {
    const { calls } = open('/studio/apps/leave/flow');
    fireEvent.click(await button('Branch: Over 3. Days > 3'));
    const value = await screen.findByLabelText('Value');
    fireEvent.change(value, { target: { value: '5' } });
    await waitFor(() => expect(saves(calls)).toHaveLength(1));
    expect(saves(calls)[0]?.app.flow.edges.find((edge) => edge.id === 'e3')?.when).toEqual({
      '>': [{ var: 'days' }, 5],
    });
    expect(await button('Branch: Over 3. Days > 5')).toBeTruthy();
  });
});

describe('undo', () => {
  it('leads once to the part that it changed, and lets its author go elsewhere', async () => {
    const { router } = open('/studio/apps/leave/rules');
    fireEvent.click(await button(/^Use rule/));
    await router.navigate('/studio/apps/leave/flow');
    await button(/^Approval: Manager/);
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    await waitFor(() => expect(router.state.location.pathname).toBe('/studio/apps/leave/rules'));
    await button(/^Use rule/);
    await router.navigate('/studio/apps/leave/flow');
    await button(/^Approval: Manager/);
    expect(router.state.location.pathname).toBe('/studio/apps/leave/flow');
  });
});

describe('rules', () => {
  it('reads in words and is switched', async () => {
    const { calls } = open('/studio/apps/leave/rules');
    const rule = (await screen.findByText('Long leave needs cover')).closest('li');
    expect(rule?.textContent).toContain('Days > 3');
    expect(rule?.textContent).toContain('“Hand over to” must be filled in');
    fireEvent.click(await button('Use rule Long leave needs cover'));
    await waitFor(() => expect(saves(calls)[0]?.app.rules[0]?.enabled).toBe(false));
  });
});

describe('saving', () => {
  it('loses neither version when someone else was faster', async () => {
    const { calls, state } = open('/studio/apps/leave/rules', { refuse: 409 });
    const toggle = await button(/^Use rule/);
    state.app = { ...leaveApp(), name: { en: 'Their leave' } };
    state.rev = 9;
    state.refuse = 409;
    fireEvent.click(toggle);
    await waitFor(() => expect(saves(calls)).toHaveLength(1));
    state.refuse = undefined;
    expect(await screen.findByText('Their leave', { selector: 'h1' })).toBeTruthy();
    await waitFor(() =>
      expect(saves(calls).at(-1)).toMatchObject({
        rev: 9,
        app: { name: { en: 'Their leave' }, rules: [{ enabled: false }] },
      }),
    );
    expect(screen.queryByRole('dialog')).toBeNull();
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    await waitFor(() =>
      expect(saves(calls).at(-1)).toMatchObject({ app: { name: { en: 'Their leave' }, rules: [{ enabled: true }] } }),
    );
  });

  it('asks whose counts where both changed the same', async () => {
    const { calls, state } = open('/studio/apps/leave/rules', { refuse: 409 });
    const toggle = await button(/^Use rule/);
    const theirs = leaveApp();
    state.app = { ...theirs, rules: theirs.rules.map((rule) => ({ ...rule, enabled: 'later' as unknown as boolean })) };
    state.rev = 9;
    fireEvent.click(toggle);
    const dialog = await screen.findByRole('dialog', {});
    await waitFor(() => expect(dialog.textContent).toContain('rule “Long leave needs cover”'));
    expect(await button('One left to choose', dialog)).toHaveProperty('disabled', true);
    state.refuse = undefined;
    fireEvent.click(within(dialog).getByLabelText(/^Yours/));
    fireEvent.click(await button('Put together', dialog));
    await waitFor(() => expect(saves(calls).at(-1)).toMatchObject({ rev: 9, app: { rules: [{ enabled: false }] } }));
  });
});

describe('publishing', () => {
  it('is blocked by what must be mended', async () => {
    open('/studio/apps/leave/rules', {
      findings: [{ code: 'x', level: 'error', place: 'flow.nodes.head', message: 'Nobody heads it.' }],
    });
    fireEvent.click(await button('Publish'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('One problem has to be mended first:');
    expect(await button('Publish revision 3', dialog)).toHaveProperty('disabled', true);
    fireEvent.click(await button(/Nobody heads it/, dialog));
    expect((await screen.findByLabelText<HTMLInputElement>('Name (English)')).value).toBe('Head');
  });

  it('saves first, then says the new number', async () => {
    const { calls } = open('/studio/apps/leave/rules');
    fireEvent.click(await button(/^Use rule/));
    fireEvent.click(await button('Publish'));
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByLabelText('What is new? (optional)'), { target: { value: 'No cover' } });
    fireEvent.click(await button('Publish revision 3', dialog));
    expect(await screen.findByText('Revision 3 is published')).toBeTruthy();
    expect(saves(calls)).toHaveLength(1);
    expect(calls.find((call) => call.method === 'POST')?.body).toEqual({ rev: 4, note: 'No cover' });
    fireEvent.click(await button('See revisions'));
    expect(await screen.findByText('Shorter')).toBeTruthy();
  });
});
