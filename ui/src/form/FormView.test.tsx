import { act, fireEvent, screen, within } from '@testing-library/react';
import type { FormEvent } from 'react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { changeLanguage } from '../i18n';
import { renderUi, startWords } from '../test/render';
import { compileForm } from './compile';
import { ErrorSummary } from './ErrorSummary';
import { FormView } from './FormView';
import type { StoreOptions } from './state';
import { FormStore } from './store';
import { claim } from './testing/claim';
import type { WidgetProps } from './widgets/types';

/** Told of every drawing of a number, by the id of its input. */
const drawn = vi.hoisted(() => vi.fn());
vi.mock('./widgets/NumberWidget', async (original) => {
  const { NumberWidget } = await original<typeof import('./widgets/NumberWidget')>();
  return {
    NumberWidget: (props: WidgetProps) => {
      drawn(props.control.id);
      return <NumberWidget {...props} />;
    },
  };
});

beforeAll(startWords);

function show(options: Partial<StoreOptions> = {}, readOnly = false) {
  const store = new FormStore(compileForm(claim), { values: {}, ...options });
  renderUi(
    <>
      <ErrorSummary store={store} />
      <FormView store={store} readOnly={readOnly} />
    </>,
  );
  return store;
}

const type = (field: HTMLElement, text: string) => fireEvent.change(field, { target: { value: text } });

describe('FormView', () => {
  it('ties labels, help and requirement to the inputs', () => {
    show();
    const purpose = screen.getByLabelText(/Purpose/);
    expect(purpose.getAttribute('aria-required')).toBe('true');
    const help = document.getElementById(purpose.getAttribute('aria-describedby') ?? '');
    expect(help?.textContent).toBe('What for?');
  });

  it('shows that there is something sensitive, and neither asks for it nor sends it', () => {
    const store = show({
      values: { kind: 'travel', items: [{ what: 'Train', amount: 1 }] },
      veiled: ['purpose', 'items.amount'],
    });
    for (const label of [/Purpose/, /Amount/]) {
      const shown = screen.getByLabelText(label);
      expect([shown.tagName, shown.textContent]).toEqual(['OUTPUT', '•••Sensitive: not shown to you']);
    }
    expect(screen.getAllByText('Sensitive: not shown to you')).toHaveLength(2);
    expect(screen.getAllByText('•••')).toHaveLength(2);
    store.attempt();
    expect(store.errors().map((line) => line.pointer)).not.toContain('/purpose');
    expect(store.errors().map((line) => line.pointer)).not.toContain('/items/0/amount');
    expect(store.changes).not.toHaveProperty('purpose');
  });

  it('says an error beside the field when the reader leaves it, tied to the input', () => {
    show();
    const purpose = screen.getByLabelText(/Purpose/);
    fireEvent.blur(purpose);
    expect(purpose.getAttribute('aria-invalid')).toBe('true');
    const [error] = (purpose.getAttribute('aria-describedby') ?? '').split(' ');
    expect(document.getElementById(error ?? '')?.textContent).toBe('Fill this in.');
  });

  it('shows, requires and computes as the rules say', async () => {
    const store = show();
    expect(screen.queryByLabelText(/Paid on/)).toBeNull();
    fireEvent.click(screen.getByLabelText('Travel'));
    // The calendar comes in a chunk of its own.
    expect(await screen.findByLabelText(/Paid on/)).toBeTruthy();
    fireEvent.click(screen.getByRole('switch', { name: 'Urgent' }));
    expect(screen.getByLabelText(/Note/).getAttribute('aria-required')).toBe('true');
    fireEvent.click(screen.getByRole('button', { name: /Add row to Items/ }));
    type(screen.getByLabelText(/Amount/), '12.50');
    expect(screen.getByLabelText('Total').textContent).toBe('12.5');
    expect(store.values).toMatchObject({ kind: 'travel', urgent: true, items: [{ amount: 12.5 }], total: 12.5 });
  });

  it('adds, copies, moves and removes rows', () => {
    const store = show();
    const add = screen.getByRole('button', { name: /Add row to Items/ });
    fireEvent.click(add);
    fireEvent.click(add);
    const [first, second] = screen.getAllByLabelText(/What/) as HTMLInputElement[];
    if (!first || !second) throw new Error('no rows');
    type(first, 'Train');
    type(second, 'Hotel');
    fireEvent.click(screen.getByRole('button', { name: 'Copy row 1' }));
    expect(store.values.items).toMatchObject([{ what: 'Train' }, { what: 'Train' }, { what: 'Hotel' }]);
    fireEvent.click(screen.getByRole('button', { name: 'Move row 3 up' }));
    fireEvent.click(screen.getByRole('button', { name: 'Remove row 1' }));
    expect(store.values.items).toMatchObject([{ what: 'Hotel' }, { what: 'Train' }]);
    expect((screen.getAllByLabelText(/What/) as HTMLInputElement[]).map((input) => input.value)).toEqual([
      'Hotel',
      'Train',
    ]);
    expect(screen.getByText('Row 1 removed')).toBeTruthy();
  });

  it('lists errors after an attempt; each line leads to its field', () => {
    const store = show({ values: { items: [{ what: 'a' }] } });
    act(() => {
      store.attempt();
    });
    const summary = screen.getByRole('alert');
    const lines = within(summary).getAllByRole('button');
    expect(lines).toHaveLength(3);
    fireEvent.click(lines[2] as HTMLElement);
    expect(document.activeElement).toBe(screen.getByLabelText(/Amount/));
  });

  it('keeps a number that is being typed as it is typed', () => {
    const store = show({ values: { items: [{ what: 'a' }] } });
    const amount = screen.getByLabelText(/Amount/) as HTMLInputElement;
    type(amount, '1.');
    expect(amount.value).toBe('1.');
    type(amount, '1.50');
    expect(amount.value).toBe('1.50');
    expect(store.values.items).toEqual([{ what: 'a', amount: 1.5 }]);
    act(() => store.set('/items/0/amount', 7));
    expect(amount.value).toBe('7');
  });

  it('draws nothing but the field that a keystroke belongs to', () => {
    const store = show({
      values: {
        items: [
          { what: 'a', amount: 1 },
          { what: 'b', amount: 2 },
        ],
      },
    });
    drawn.mockClear();
    type(screen.getByLabelText(/Purpose/), 'Trip');
    expect(store.values.purpose).toBe('Trip');
    expect(drawn).not.toHaveBeenCalled();
    const [, second] = screen.getAllByLabelText(/Amount/);
    type(second as HTMLElement, '7');
    expect(drawn.mock.calls).toEqual([['form-items-1-amount']]);
  });

  it('shows values as words where nothing can be changed', () => {
    show(
      {
        values: {
          purpose: 'Trip',
          kind: 'travel',
          paidOn: '2026-11-20',
          urgent: true,
          period: { start: '2026-11-23', startHalf: 'pm', end: '2026-11-24', endHalf: 'am' },
          items: [{ what: 'Train', amount: 79.5 }],
        },
      },
      true,
    );
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.getByText('Travel')).toBeTruthy();
    expect(screen.getByText('Fri, 20 Nov 2026')).toBeTruthy();
    expect(screen.getByText(/23 Nov 2026 from midday/)).toBeTruthy();
    expect(screen.getAllByText('79.5')).toHaveLength(2);
    expect(screen.getByText('Not filled in')).toBeTruthy();
  });

  it('names people in cells without their departments, so that rows stay low', () => {
    const form = structuredClone(claim.form);
    const person = { type: 'string', format: 'person' };
    Object.assign(form.schema.properties ?? {}, { who: person });
    const { items } = (form.schema.properties as Record<string, { items: { properties: object } }>).items ?? {};
    Object.assign(items?.properties ?? {}, { who: person });
    form.layout.sections[0]?.fields.push('who');
    const of = { id: 'lin', name: { en: 'Lin Xiao' }, dept: { id: 'rd', name: { en: 'Research' } } };
    const values = { who: 'lin', items: [{ what: 'Train', amount: 1, who: 'lin' }] };
    const store = new FormStore(compileForm({ ...claim, form }), { values, frozen: true });
    renderUi(<FormView store={store} readOnly people={{ lin: of }} />);
    expect(screen.getAllByText(/Lin Xiao/)).toHaveLength(2);
    expect(screen.getAllByText(/Research/)).toHaveLength(1);
  });

  it('says why a field cannot be changed: worked out by a rule or a script, or only locked', () => {
    show({ values: { purpose: 'Trip', kind: 'travel' }, locked: ['purpose', 'kind'], computed: ['kind'] });
    const lock = 'Cannot be changed here';
    const field = (name: RegExp) => screen.getByLabelText(name).closest<HTMLElement>('[data-field]') ?? document.body;
    expect(within(field(/Purpose/)).getByRole('img', { name: lock })).toBeDefined();
    expect(within(field(/Purpose/)).queryByText('Worked out for you')).toBeNull();
    for (const worked of [/Kind/, /Total/]) {
      expect(within(field(worked)).getByText('Worked out for you')).toBeDefined();
      expect(within(field(worked)).queryByRole('img', { name: lock })).toBeNull();
    }
  });

  it('shows a locked field as a value among inputs', () => {
    show({ values: { purpose: 'Trip' }, locked: ['purpose'] });
    expect(screen.queryByRole('textbox', { name: /Purpose/ })).toBeNull();
    expect(screen.getByText('Trip')).toBeTruthy();
  });

  it('lends the text that has the focus a form of its own, and its Enter to the form around', () => {
    const submitted = vi.fn((event: FormEvent) => event.preventDefault());
    const store = new FormStore(compileForm(claim), { values: {} });
    renderUi(
      <form onSubmit={submitted} aria-label="around">
        <FormView store={store} />
      </form>,
    );
    const around = screen.getByRole('form');
    const purpose = screen.getByLabelText<HTMLInputElement>(/Purpose/);
    expect(purpose.form).toBe(around);
    act(() => purpose.focus());
    const own = purpose.form;
    expect(own).not.toBe(around);
    expect(own?.elements).toHaveLength(1);
    act(() => own?.requestSubmit());
    expect(submitted).toHaveBeenCalledTimes(1);
    expect(submitted.mock.calls[0]?.[0].target).toBe(around);
    act(() => purpose.blur());
    expect(purpose.form).toBe(around);
  });

  it('speaks the language of the reader', async () => {
    show();
    await act(() => changeLanguage('zh-CN'));
    expect(screen.getByLabelText(/事由/)).toBeTruthy();
    await act(() => changeLanguage('en'));
  });
});
