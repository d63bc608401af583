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
function show(
  values: Record<string, unknown>,
  answer: (form: Record<string, unknown>, row: number | undefined) => Promise<Offered[]>,
  shown = form,
) {
  const calendar = { weekend: [0, 6], holidays: [], workdays: [] };
  const store = new FormStore(compileForm({ form: shown, rules: [], calendar }), { values });
  const ask = vi.fn<Offer['ask']>((_field, sent, _signal, row) => answer(sent, row));
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

const table: FormDefinition = {
  schema: {
    type: 'object',
    properties: {
      city: { type: 'string' },
      rows: {
        type: 'array',
        items: {
          type: 'object',
          properties: { kind: { type: 'string' }, room: { type: 'string', format: 'option' } },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  },
  layout: {
    sections: [{ id: 'all', columns: 1, fields: ['city', 'rows'] }],
    fields: {
      city: { title: { en: 'City' } },
      rows: { title: { en: 'Rows' } },
      'rows.kind': { title: { en: 'Kind' } },
      'rows.room': { title: { en: 'Room' }, source: { script: 'rooms' } },
    },
  },
};

it('asks for a column with its row, and not anew for what another row says', async () => {
  const begun = { rows: [{ kind: 'a', room: 'a1' }, { kind: 'b' }] };
  const rowsOf = (form: Record<string, unknown>) => form.rows as { kind: string }[];
  const { store, ask } = show(
    begun,
    async (form, row) => [{ value: `${rowsOf(form)[row ?? 9]?.kind}1`, label: { en: `Room ${row}` } }],
    table,
  );
  await screen.findByText('Room 0');
  expect(ask.mock.calls.map(([{ path }, sent, , row]) => [path, sent, row])).toEqual([
    ['rows.room', { rows: [{ kind: 'a' }, { kind: 'b' }] }, 0],
  ]);
  fireEvent.mouseDown((await screen.findAllByRole('combobox', { name: /Room/ }))[1] as Element);
  fireEvent.click(await screen.findByText('Room 1'));
  await waitFor(() => expect(store.values.rows).toEqual([begun.rows[0], { kind: 'b', room: 'b1' }]));
  const count = () => ask.mock.calls.filter(([, , , row]) => row === 0).length;
  expect(count()).toBe(1);
  expect(screen.queryByText(/no longer offered/)).toBeNull();
  fireEvent.change(screen.getAllByLabelText(/Kind/)[0] as Element, { target: { value: 'c' } });
  await screen.findByText('“Room 0” is no longer offered. Choose another.');
  expect(count()).toBe(2);
});

it('leaves a field’s own value out of what its options can depend on', () => {
  expect(without({ a: 1, b: 2 }, '/a')).toEqual({ b: 2 });
  expect(without({ rows: [{ a: 1, b: 2 }, { a: 3 }], c: 3 }, '/rows/0/a')).toEqual({
    rows: [{ b: 2 }, { a: 3 }],
    c: 3,
  });
  const odd = { rows: 'odd' };
  expect(without(odd, '/rows/0/a')).toBe(odd);
});
