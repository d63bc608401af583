import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { expect, it } from 'vitest';
import { completeNames, type Name } from './completion';

const names: readonly Name[] = [
  {
    id: 'form',
    names: [
      { id: 'days', detail: 'Number, Days' },
      { id: 'items', row: [{ id: 'amount' }, { id: 'what' }] },
      { id: 'period', names: [{ id: 'start' }, { id: 'end' }] },
    ],
  },
  { id: 'ctx', names: [{ id: 'today' }, { id: 'steps', row: [{ id: 'action' }] }] },
];

/** What is offered where the text ends. */
async function offered(text: string): Promise<string[] | undefined> {
  const context = new CompletionContext(EditorState.create({ doc: text }), text.length, false);
  const result = await completeNames(() => names)(context);
  return result?.options.map(({ label }) => label);
}

it.each([
  ['form.', ['days', 'items', 'period']],
  ['if (form.da', ['days', 'items', 'period']],
  ['form?.period?.', ['start', 'end']],
  ['ctx.', ['today', 'steps']],
  ['for (const row of form.items) { row.', ['amount', 'what']],
  ['for (const done of ctx.steps) done.', ['action']],
  ['form.items.map((each) => each.', ['amount', 'what']],
  ['form.items?.some(each => each.', ['amount', 'what']],
  ['form.items.forEach(function (each) {}); form.items.filter((one) => one.', ['amount', 'what']],
])('offers what can stand behind %s', async (text, want) => {
  expect(await offered(text)).toEqual(want);
});

it.each(['', 'form', 'other.', 'form.days.', 'form.gone.', 'const x = 1.', 'for (const row of form.days) row.'])(
  'offers nothing of its own behind %j',
  async (text) => {
    expect(await offered(text)).toBeUndefined();
  },
);
