import { EditorView } from '@codemirror/view';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import i18next from 'i18next';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { App, Finding, ScriptTrial, ScriptTried } from '../../api';
import { renderUi, startWords } from '../../test/render';
import { serve } from '../../test/server';
import { StudioProvider } from '../designer/context';
import { setSource } from '../model/scripts';
import { leaveApp } from '../model/testing/leave';
import { createDesigner } from '../state/designer';
import { createSaver } from '../state/saver';
import ScriptsTab from './ScriptsTab';

beforeAll(async () => {
  await startWords();
  await i18next.loadNamespaces(['studio', 'scripts', 'rules']);
});
beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

const fine: ScriptTried = { outcome: 'ok', output: null, problems: [], console: [], ms: 0.84 };

interface Server {
  app: App;
  findings: Finding[];
  tried: ScriptTried;
}

/** The tab alone, on an app that is under design, and a server that answers each trial in the same way. */
function open(server: Partial<Server> = {}) {
  const state: Server = { app: leaveApp(), findings: [], tried: fine, ...server };
  const calls = serve(({ path }) => (path === '/studio/apps/leave/try-script' ? { body: state.tried } : undefined));
  const designer = createDesigner(state.app);
  const save = () => Promise.resolve({ rev: 4, savedAt: 2000, findings: state.findings });
  const saver = createSaver({ rev: 3, savedAt: 1000, findings: state.findings, app: state.app, save });
  const studio = { appId: 'leave', designer, saver, revision: 0, published: () => {}, decide: () => {} };
  const page = (
    <StudioProvider studio={studio}>
      <ScriptsTab />
    </StudioProvider>
  );
  renderUi(<RouterProvider router={createMemoryRouter([{ path: '*', element: page }])} />);
  const trials = () =>
    calls.filter((call) => call.path.endsWith('/try-script')).map((call) => call.body as ScriptTrial);
  return { state, trials, designer, app: () => designer.store.getState().app };
}

/** The editor of the script that is open. */
async function editor(label: string): Promise<EditorView> {
  const content = await waitFor(() => {
    const found = document.querySelector<HTMLElement>(`.cm-content[aria-label="${label}"]`);
    if (!found) throw new Error(`no editor ${label}`);
    return found;
  });
  const view = EditorView.findFromDOM(content);
  if (!view) throw new Error('no editor in its place');
  return view;
}

const write = (view: EditorView, text: string) =>
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));

const check = 'Script “Check of the form”';
const marked = () => [...document.querySelectorAll('.cm-errorLine')].map((line) => line.textContent);
/** A button by its words. Much quicker than a search by role, whose names jsdom works out for every element. */
const button = (words: RegExp) =>
  waitFor(() => {
    const found = [...document.querySelectorAll('button')].find((each) => words.test(each.textContent ?? ''));
    if (!found) throw new Error(`no button ${words}`);
    return found;
  });
const press = async (words: RegExp) => fireEvent.click(await button(words));

it('edits a script as a part of the app, which the studio undoes', async () => {
  const { app, designer } = open();
  const view = await editor(check);
  const before = view.state.doc.toString();
  expect(before).toBe(leaveApp().scripts?.validate);
  write(view, 'function validate() {\n  return [];\n}\n');
  expect(app().scripts?.validate).toBe('function validate() {\n  return [];\n}\n');
  expect(app().scripts?.flow).toEqual(leaveApp().scripts?.flow);
  act(() => designer.undo());
  expect(view.state.doc.toString()).toBe(before);
  expect(app()).toEqual(leaveApp());
  act(() => designer.redo());
  expect(view.state.doc.toString()).toBe('function validate() {\n  return [];\n}\n');
});

it('marks the line of a finding, and says it', async () => {
  const message = 'script: line 2, column 9: Unexpected number';
  open({
    app: setSource(leaveApp(), 'validate', 'function validate() {\n  const 5 = 1;\n}'),
    findings: [{ code: 'script.broken', level: 'error', place: 'scripts.validate', message, line: 2, column: 9 }],
  });
  const view = await editor(check);
  await waitFor(() => expect(marked()).toEqual(['  const 5 = 1;']));
  expect(view.contentDOM.getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('Unexpected number')).toBeTruthy();
  await press(/^Line 2$/);
  expect(view.state.doc.lineAt(view.state.selection.main.head).number).toBe(2);
});

it('marks what is only doubtful as such, beside what is said of the script as a whole', async () => {
  const place = 'scripts.validate';
  open({
    app: setSource(leaveApp(), 'validate', 'function validate(form) {\n  return form.sum;\n}'),
    findings: [
      { code: 'lint.scriptWaits', level: 'warning', place, message: 'It waits for nothing.' },
      { code: 'lint.scriptField', level: 'warning', place, message: 'No field is called sum.', line: 2, column: 15 },
    ],
  });
  const view = await editor(check);
  await screen.findByText('No field is called sum.');
  await waitFor(() => expect([...view.dom.querySelectorAll('.cm-warningLine')]).toHaveLength(1));
  expect(view.dom.querySelector('.cm-warningLine')?.textContent).toBe('  return form.sum;');
  expect(view.contentDOM.getAttribute('aria-invalid')).toBeNull();
  expect(screen.getByText('It waits for nothing.')).toBeTruthy();
  expect(screen.getAllByRole('button', { name: /^Line \d+$/ })).toHaveLength(1);
});

it('runs what stands there on the sample, and shows the line that failed until it is changed', async () => {
  const tried: ScriptTried = {
    ...fine,
    outcome: 'threw',
    message: 'TypeError: no away',
    line: 2,
    column: 3,
    console: [{ level: 'warn', text: 'careful 3' }],
  };
  const { trials, state } = open({ tried });
  const view = await editor(check);
  write(view, 'function validate(form) {\n  form.gone.away;\n}');
  fireEvent.change(await screen.findByLabelText(/^Days/), { target: { value: '3' } });
  fireEvent.keyDown(view.contentDOM, { key: 'Enter', code: 'Enter', keyCode: 13, ctrlKey: true });
  await screen.findByText(/Stopped with an error in line 2/);
  expect(trials()).toEqual([
    { script: 'validate', source: 'function validate(form) {\n  form.gone.away;\n}', values: { days: 3 } },
  ]);
  expect(marked()).toEqual(['  form.gone.away;']);
  expect(screen.getByText('careful 3')).toBeTruthy();

  state.tried = {
    ...fine,
    problems: [
      { path: '/days', message: 'Too long.' },
      { path: '/items/1/amount', message: 'Too much.' },
    ],
  };
  write(view, 'function validate(form) {\n  return [];\n}');
  await screen.findByText('The script or the sample has changed since.');
  expect(marked()).toEqual([]);
  await press(/^Run$/);
  await screen.findByText('Too long.');
  const titles = [...document.querySelectorAll('dt')].map((title) => title.textContent);
  expect(titles).toEqual(['Days', 'Items › Amount (2)']);
  expect(screen.queryByText(/Stopped with an error/)).toBeNull();
  expect(screen.queryByText('The script or the sample has changed since.')).toBeNull();
});

it('takes a sample as JSON, keeps it in this browser, and runs nothing on what is no object', async () => {
  const { trials } = open();
  await editor(check);
  fireEvent.change(await screen.findByLabelText(/^Days/), { target: { value: '2' } });
  fireEvent.click(screen.getByText('JSON', { selector: '.ant-segmented-item-label' }));
  const sample = await editor('Sample as JSON');
  expect(JSON.parse(sample.state.doc.toString())).toEqual({ days: 2 });
  write(sample, '[1]');
  await screen.findByText(/This is no JSON object/);
  await press(/^Run$/);
  expect(trials()).toEqual([]);
  write(sample, '{"days": 4, "odd": true}');
  await press(/^Run$/);
  await waitFor(() => expect(trials()[0]?.values).toEqual({ days: 4, odd: true }));
  expect(JSON.parse(localStorage.getItem('banli.bench.p1.leave') ?? '')).toEqual({ values: { days: 4, odd: true } });
});

it('shows options as the form would, and says when there are none', async () => {
  const output = [{ value: 'a', label: { en: 'Alpha', 'zh-CN': '甲' } }, { value: 'b' }];
  const { state } = open({ app: setSource(leaveApp(), 'options.rooms', 'x'), tried: { ...fine, output } });
  await press(/^rooms/);
  await editor('Script “rooms”');
  await press(/^Run$/);
  await screen.findByText('2 options');
  expect(screen.getByText('Alpha').textContent).toContain('Alpha');
  state.tried = { ...fine, output: [] };
  await press(/^Run$/);
  await screen.findByText(/It offers nothing/);
});

it('renames a script wherever it is used, and names its users before removing it', async () => {
  const first = setSource(leaveApp(), 'flow.cover', 'x');
  const [start, manager, ...rest] = first.flow.nodes;
  if (!start || !manager) throw new Error('a leave app has a manager');
  const nodes = [start, { ...manager, assignee: { kind: 'script' as const, script: 'cover' } }, ...rest];
  const { app } = open({ app: { ...first, flow: { ...first.flow, nodes } } });
  await press(/^Manager/);
  await editor('Script “Manager”');
  await press(/^Rename$/);
  const name = screen.getByLabelText('Name');
  fireEvent.change(name, { target: { value: 'Cover' } });
  expect(screen.getByText(/That is no name/)).toBeTruthy();
  fireEvent.change(name, { target: { value: 'standIn' } });
  fireEvent.submit(name);
  expect(app().flow.nodes[1]?.assignee).toEqual({ kind: 'script', script: 'standIn' });
  expect(Object.keys(app().scripts?.flow ?? {})).toEqual(['standIn']);

  await press(/^Remove$/);
  await screen.findByText('It is used here, where nothing would take its place:');
  expect(app().scripts?.flow).toHaveProperty('standIn');
  const dialog = document.querySelector('[role="dialog"]') as HTMLElement;
  expect(dialog.textContent).toContain('Manager');
  fireEvent.click([...dialog.querySelectorAll('button')].find((each) => each.textContent === 'Remove') as HTMLElement);
  await waitFor(() => expect(app().scripts?.flow).toEqual({}));
  await editor(check);
});

it('says what scripts are for where there are none, and adds the first', async () => {
  const { app } = open({ app: { ...leaveApp(), scripts: {} } });
  await screen.findByText('There are no scripts yet');
  await press(/^Add script$/);
  fireEvent.click(await screen.findByText('Computed fields'));
  await editor('Script “Computed fields”');
  expect(app().scripts?.compute).toContain('function compute(form, ctx)');
});
