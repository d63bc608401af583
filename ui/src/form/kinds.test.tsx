import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FormDefinition } from '../api';
import { renderUi, startWords } from '../test/render';
import { compileForm } from './compile';
import { ErrorSummary } from './ErrorSummary';
import { FormView } from './FormView';
import { FormStore } from './store';
import { fromLocal, toLocal } from './widgets/localTime';

const text = (en: string) => ({ en, 'zh-CN': en });

const form: FormDefinition = {
  schema: {
    type: 'object',
    properties: {
      spent: { type: 'integer', minimum: 0 },
      stars: { type: 'integer', minimum: 1, maximum: 5 },
      several: { type: 'array', items: { type: 'string', enum: ['a', 'b', 'c'] }, uniqueItems: true, maxItems: 2 },
      fee: { type: 'number', multipleOf: 0.01 },
      share: { type: 'number' },
      at: { type: 'string', format: 'time' },
      moment: { type: 'string', format: 'date-time' },
      phone: { type: 'string', format: 'phone' },
      id: { type: 'string', format: 'cn-id' },
    },
    required: ['phone'],
  },
  layout: {
    tabs: [
      { id: 'one', title: text('First part') },
      { id: 'two', title: text('Second part') },
    ],
    blocks: { $note: { kind: 'note', text: text('Read this first') }, $line: { kind: 'divider' } },
    sections: [
      { id: 'above', columns: 3, fields: ['$note', 'spent', '$line', 'stars', 'several'] },
      { id: 'more', tab: 'one', fields: ['fee', 'share', 'at', 'moment'] },
      { id: 'rest', tab: 'two', fields: ['phone', 'id'] },
    ],
    fields: {
      spent: { widget: 'duration', title: text('Time spent') },
      stars: { widget: 'rating', title: text('Stars') },
      several: {
        widget: 'checkboxes',
        title: text('Several'),
        options: { a: text('Apples'), b: text('Bread'), c: text('Cheese') },
      },
      fee: { widget: 'money', currency: 'CNY', title: text('Fee') },
      share: { widget: 'percent', title: text('Share') },
      at: { widget: 'time', title: text('At') },
      moment: { widget: 'dateTime', title: text('Moment') },
      phone: { title: text('Phone') },
      id: { title: text('Identity card') },
    },
  },
};

beforeAll(startWords);

function show(values: Record<string, unknown> = {}, readOnly = false) {
  const calendar = { weekend: [], holidays: [], workdays: [] };
  const store = new FormStore(compileForm({ form, rules: [], calendar }), { values });
  renderUi(
    <>
      <ErrorSummary store={store} />
      <FormView store={store} readOnly={readOnly} />
    </>,
  );
  return store;
}

const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

describe('widgets that come when they are asked for', () => {
  it('take hours and minutes, and keep minutes', async () => {
    const store = show();
    type(await screen.findByLabelText('Time spent: h'), '1');
    type(screen.getByLabelText('Time spent: min'), '30');
    expect(store.values.spent).toBe(90);
    type(screen.getByLabelText('Time spent: h'), '1.5');
    type(screen.getByLabelText('Time spent: min'), '');
    fireEvent.blur(screen.getByLabelText('Time spent: min'));
    expect((screen.getByLabelText('Time spent: min') as HTMLInputElement).value).toBe('30');
    type(screen.getByLabelText('Time spent: h'), 'soon');
    expect(store.values.spent).toBe('soon:30');
    type(screen.getByLabelText('Time spent: h'), '');
    type(screen.getByLabelText('Time spent: min'), '');
    expect(store.values).not.toHaveProperty('spent');
  });

  it('give stars, and take them back', async () => {
    const store = show();
    fireEvent.click(await screen.findByRole('radio', { name: '4 of 5' }));
    expect(store.values.stars).toBe(4);
    fireEvent.click(screen.getByRole('radio', { name: '4 of 5' }));
    expect(store.values).not.toHaveProperty('stars');
  });

  it('keep several options in the order in which they are offered', async () => {
    const store = show();
    fireEvent.click(await screen.findByLabelText('Cheese'));
    fireEvent.click(screen.getByLabelText('Apples'));
    expect(store.values.several).toEqual(['a', 'c']);
    fireEvent.click(screen.getByLabelText('Bread'));
    fireEvent.blur(screen.getByLabelText('Bread'));
    expect(await screen.findByText('Choose at most 2. Take some away.')).toBeTruthy();
    for (const name of ['Apples', 'Bread', 'Cheese']) fireEvent.click(screen.getByLabelText(name));
    expect(store.values).not.toHaveProperty('several');
  });

  it('take times as they are', async () => {
    const store = show();
    type(await screen.findByLabelText('At'), '09:30');
    type(await screen.findByLabelText('Moment'), '2026-11-27T09:30');
    expect(store.values.at).toBe('09:30');
    expect(store.values.moment).toBe(fromLocal('2026-11-27T09:30'));
  });

  it('make nothing of full-width digits that a keyboard left', () => {
    const store = show();
    const phone = screen.getByLabelText(/Phone/);
    type(phone, ' １３８００１３８０００');
    fireEvent.blur(phone);
    expect(store.values.phone).toBe('13800138000');
  });

  it('are read as words', () => {
    show(
      {
        spent: 90,
        stars: 4,
        several: ['a', 'c'],
        fee: 1234.5,
        share: 12.5,
        phone: '110',
        moment: '2026-11-27T09:30:00Z',
      },
      true,
    );
    const page = document.body.textContent ?? '';
    for (const said of ['1 h 30 min', '4 of 5', 'Apples, Cheese', 'CN¥1,234.50', '12.5%', 'Read this first', '2026']) {
      expect(page).toContain(said);
    }
    expect(page).not.toContain('2026-11-27T');
  });
});

describe('a moment', () => {
  it('comes back as it was entered, with the offset of that day', () => {
    for (const local of ['2026-01-15T08:05', '2026-07-15T23:59']) {
      const kept = fromLocal(local) ?? '';
      expect(kept).toMatch(/^2026-0[17]-15T\d\d:\d\d:00[+-]\d\d:\d\d$/);
      expect(toLocal(kept)).toBe(local);
    }
    expect(fromLocal('')).toBeUndefined();
    expect(toLocal('soon')).toBe('');
    expect(toLocal(undefined)).toBe('');
  });
});

describe('tabs', () => {
  it('show one part, move by arrows, and open for the error that is jumped to', async () => {
    const store = show();
    const [first, second] = await screen.findAllByRole('tab');
    expect(first?.getAttribute('aria-selected')).toBe('true');
    fireEvent.keyDown(first as HTMLElement, { key: 'ArrowRight' });
    expect(second?.getAttribute('aria-selected')).toBe('true');
    fireEvent.keyDown(second as HTMLElement, { key: 'Home' });
    expect(first?.getAttribute('aria-selected')).toBe('true');
    store.attempt();
    fireEvent.click(await screen.findByRole('button', { name: /Phone/ }));
    expect(second?.getAttribute('aria-selected')).toBe('true');
    expect(second?.textContent).toContain('needs another look');
    expect(first?.textContent).not.toContain('needs another look');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/Phone/)));
  });
});
