import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { renderUi, startWords } from '../../test/render';
import { compileForm } from '../compile';
import { ErrorSummary } from '../ErrorSummary';
import { FormView } from '../FormView';
import type { StoreOptions } from '../state';
import { FormStore } from '../store';
import { claim } from '../testing/claim';

beforeAll(startWords);
// No row but the first ones ever comes near.
beforeAll(() => {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      unobserve() {}
    },
  );
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const totalled = {
  ...claim,
  form: {
    ...claim.form,
    schema: {
      ...claim.form.schema,
      properties: {
        ...(claim.form.schema.properties as Record<string, Record<string, unknown>>),
        items: { ...(claim.form.schema.properties as Record<string, Record<string, unknown>>).items, maxItems: 120 },
      },
    },
    layout: {
      ...claim.form.layout,
      fields: {
        ...claim.form.layout.fields,
        items: { widget: 'table' as const, title: { en: 'Items' }, columns: ['what', 'amount'] },
        'items.amount': { widget: 'money' as const, currency: 'CNY', title: { en: 'Amount' }, total: true },
      },
    },
  },
};

const two = [
  { what: 'Train', amount: 79.5 },
  { what: 'Hotel', amount: 420.01 },
];

function show(values: Record<string, unknown> = { items: two }, options: Partial<StoreOptions> = {}, readOnly = false) {
  const store = new FormStore(compileForm(totalled), { values, ...options });
  renderUi(
    <>
      <ErrorSummary store={store} />
      <FormView store={store} readOnly={readOnly} />
    </>,
  );
  return store;
}

const input = (row: number, column: string) => {
  const found = document.getElementById(`form-items-${row}-${column}`);
  if (!(found instanceof HTMLInputElement)) throw new Error(`no cell ${row} ${column}`);
  return found;
};

async function pasteInto(target: HTMLElement, text: string, html = '') {
  const getData = (type: string) => (type === 'text/plain' ? text : html);
  await act(async () => {
    fireEvent.paste(target, { clipboardData: { getData, types: ['text/plain', 'text/html'] } });
  });
}

describe('pasting into a table', () => {
  it('takes 100 rows at once, adds them up, and takes them back', async () => {
    const store = show();
    const text = Array.from({ length: 100 }, (_, i) => `Ticket ${i}\t1.13`).join('\r\n');
    await pasteInto(input(1, 'what'), text, '<table><tr><td onclick="x()">no</td></tr></table>');
    expect(await screen.findByText('100 rows pasted.')).toBeTruthy();
    const items = store.values.items as unknown[];
    expect(items).toHaveLength(101);
    expect(items[0]).toEqual(two[0]);
    expect(items[100]).toEqual({ what: 'Ticket 99', amount: 1.13 });
    expect(screen.getByText('CN¥192.50')).toBeTruthy();
    // Only rows near the screen are drawn.
    expect(document.querySelectorAll('[data-row]')).toHaveLength(101);
    expect(document.querySelectorAll('[data-row] input')).toHaveLength(2 * 8);
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(store.values.items).toEqual(two);
    expect(screen.queryByText('100 rows pasted.')).toBeNull();
  });

  it('offers no way back once something else was changed', async () => {
    show();
    await pasteInto(input(0, 'what'), 'Bus\t3');
    await screen.findByRole('button', { name: 'Undo' });
    fireEvent.change(input(0, 'what'), { target: { value: 'Bus to town' } });
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('says beside the cell what could not be read, and leads there', async () => {
    const store = show();
    await pasteInto(input(0, 'what'), 'Bus\tthree yuan');
    await screen.findByText(/1 cell could not be read/);
    expect(input(0, 'amount').value).toBe('three yuan');
    expect(input(0, 'amount').getAttribute('aria-invalid')).toBe('true');
    fireEvent.click(screen.getByRole('button', { name: 'Show the first' }));
    expect(document.activeElement).toBe(input(0, 'amount'));
    expect(store.attempt()).toBe(false);
  });

  it('refuses more rows than the table takes, in words, and changes nothing', async () => {
    const store = show();
    await pasteInto(input(0, 'what'), Array.from({ length: 121 }, () => 'Bus\t1').join('\n'));
    expect(await screen.findByText(/at most 120 rows, and there would be 121/)).toBeTruthy();
    expect(store.values.items).toEqual(two);
  });

  it('leaves one line of text to the cell', async () => {
    const store = show();
    await pasteInto(input(0, 'what'), 'just words\n');
    expect(screen.queryByText(/pasted/)).toBeNull();
    expect(store.values.items).toEqual(two);
  });

  it('adds no rows where only some columns may be written', async () => {
    const store = show({ items: two }, { locked: ['items.amount'], fixed: ['items'] });
    await pasteInto(input(1, 'what'), 'Bus\t1\nTaxi\t2');
    expect(await screen.findByText(/No rows can be added here/)).toBeTruthy();
    expect(store.values.items).toEqual(two);
    await pasteInto(input(0, 'what'), 'Bus\t1\nTaxi\t2');
    await screen.findByText('2 rows pasted.');
    expect(store.values.items).toEqual([
      { what: 'Bus', amount: 79.5 },
      { what: 'Taxi', amount: 420.01 },
    ]);
  });

  it('has a dialog to paste into', async () => {
    const store = show();
    fireEvent.click(screen.getByRole('button', { name: 'Paste rows into Items' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: 'Amount\tWhat\n5\tTea' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Paste rows' }));
    await screen.findByText('1 row pasted.');
    expect(store.values.items).toEqual([...two, { what: 'Tea', amount: 5 }]);
  });
});

describe('the keyboard in a table', () => {
  it('moves between rows with Enter and arrows, and adds one at the end', async () => {
    const store = show();
    input(0, 'amount').focus();
    fireEvent.keyDown(input(0, 'amount'), { key: 'Enter' });
    expect(document.activeElement).toBe(input(1, 'amount'));
    fireEvent.keyDown(input(1, 'amount'), { key: 'ArrowUp' });
    expect(document.activeElement).toBe(input(0, 'amount'));
    fireEvent.keyDown(input(1, 'amount'), { key: 'Enter' });
    expect(store.rows('/items')).toHaveLength(3);
    await waitFor(() => expect(document.activeElement).toBe(input(2, 'amount')));
    // Words are being chosen: the key belongs to that.
    fireEvent.keyDown(input(2, 'what'), { key: 'Enter', isComposing: true });
    expect(store.rows('/items')).toHaveLength(3);
  });

  it('fills a cell from the one above, and all selected from the first of them', () => {
    const store = show({ items: [...two, { what: 'Bus' }, { what: 'Taxi' }] });
    fireEvent.keyDown(input(2, 'amount'), { key: 'd', ctrlKey: true });
    expect(store.values.items).toMatchObject([two[0], two[1], { what: 'Bus', amount: 420.01 }, { what: 'Taxi' }]);
    fireEvent.click(screen.getByRole('button', { name: 'Select row 1' }));
    fireEvent.click(screen.getByRole('button', { name: 'Select row 4' }), { shiftKey: true });
    fireEvent.keyDown(input(1, 'what'), { key: 'd', ctrlKey: true });
    expect((store.values.items as { what: string }[]).map((row) => row.what)).toEqual([
      'Train',
      'Train',
      'Train',
      'Train',
    ]);
  });
});

describe('rows that are selected', () => {
  it('are removed, duplicated and put between at once', () => {
    const store = show();
    fireEvent.click(screen.getByRole('button', { name: 'Select row 1' }));
    fireEvent.click(screen.getByRole('button', { name: 'Select row 2' }));
    const bar = screen.getByRole('toolbar', { name: '2 rows selected' });
    fireEvent.click(within(bar).getByRole('button', { name: 'Duplicate' }));
    expect(store.values.items).toEqual([...two, ...two]);
    fireEvent.click(within(bar).getByRole('button', { name: 'Insert above' }));
    expect(store.values.items).toEqual([{}, ...two, ...two]);
    fireEvent.click(within(bar).getByRole('button', { name: 'Remove' }));
    expect(store.values.items).toEqual([{}, ...two]);
    expect(screen.queryByRole('toolbar')).toBeNull();
  });
});

it('shows totals where nothing can be changed, and no tools', () => {
  show({ items: two }, { frozen: true }, true);
  expect(screen.getByText('CN¥499.51')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});
