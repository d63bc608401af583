import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import type { FormDefinition } from '../api';
import { renderUi, startWords } from '../test/render';
import { compileForm } from './compile';
import { FormView } from './FormView';
import { type Offer, type Offered, without } from './offer';
import { FormStore } from './store';

beforeAll(startWords);

const form: FormDefinition = {
  schema: {
    type: 'object',
    properties: { city: { type: 'string' }, room: { type: 'string', format: 'option' } },
    additionalProperties: false,
  },
  layout: {
    sections: [{ id: 'all', columns: 1, fields: ['city', 'room'] }],
    fields: {
      city: { title: { en: 'City' } },
      room: { title: { en: 'Room' }, source: { script: 'rooms' } },
    },
  },
};

/** The form, and what answers when its script is asked. */
function show(values: Record<string, unknown>, answer: (form: Record<string, unknown>) => Promise<Offered[]>) {
  const calendar = { weekend: [0, 6], holidays: [], workdays: [] };
  const store = new FormStore(compileForm({ form, rules: [], calendar }), { values });
  const ask = vi.fn<Offer['ask']>((_, sent) => answer(sent));
  const offer: Offer = { scope: ['test'], read: (each) => each.values, ask };
  renderUi(<FormView store={store} offer={offer} />);
  return { store, ask };
}

const room = () => screen.findByRole('combobox', { name: 'Room' });

it('asks when the list is opened, and shows the words of what is chosen', async () => {
  const { store, ask } = show({ city: 'Oslo' }, async () => [{ value: 'a', label: { en: 'Attic' } }, { value: 'b' }]);
  const box = await room();
  expect(ask).not.toHaveBeenCalled();
  fireEvent.mouseDown(box);
  fireEvent.click(await screen.findByText('Attic'));
  await waitFor(() => expect(store.values).toEqual({ city: 'Oslo', room: 'a' }));
  expect(ask.mock.calls.map(([field, sent]) => [field.path, sent])).toEqual([['room', { city: 'Oslo' }]]);
});

it('asks anew when another field has changed, and keeps a value that is no longer offered', async () => {
  const { store, ask } = show({ city: 'Oslo', room: 'a' }, async ({ city }) =>
    city === 'Oslo' ? [{ value: 'a', label: { en: 'Attic' } }] : [{ value: 'c', label: { en: 'Cellar' } }],
  );
  await screen.findByText('Attic');
  expect(screen.queryByText(/no longer offered/)).toBeNull();
  fireEvent.change(screen.getByLabelText('City'), { target: { value: 'Bergen' } });
  await screen.findByText('“Attic” is no longer offered. Choose another.');
  expect(store.values).toEqual({ city: 'Bergen', room: 'a' });
  expect(ask).toHaveBeenCalledTimes(2);
});

it('says that nothing is offered, in place of an empty list', async () => {
  show({}, async () => []);
  fireEvent.mouseDown(await room());
  await screen.findByText('Nothing is offered for what is filled in so far');
});

it('keeps the form where the options cannot be loaded, and tries again when told to', async () => {
  let broken = true;
  const { store } = show({ room: 'a' }, async () => {
    if (broken) throw new Error('the script is being mended');
    return [{ value: 'a', label: { en: 'Attic' } }];
  });
  const again = await screen.findByText('Try again');
  expect(screen.getByRole('alert').textContent).toContain('the script is being mended');
  expect(screen.queryByText(/no longer offered/)).toBeNull();
  expect(store.values).toEqual({ room: 'a' });
  broken = false;
  fireEvent.click(again);
  await screen.findByText('Attic');
  expect(screen.queryByRole('alert')).toBeNull();
});

it('leaves a field’s own value out of what its options can depend on', () => {
  expect(without({ a: 1, b: 2 }, 'a')).toEqual({ b: 2 });
  expect(without({ rows: [{ a: 1, b: 2 }, null], c: 3 }, 'rows.a')).toEqual({ rows: [{ b: 2 }, null], c: 3 });
  expect(without({ rows: 'odd' }, 'rows.a')).toEqual({});
});
