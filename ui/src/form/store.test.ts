import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Rule } from '../api';
import { compileForm } from './compile';
import type { StoreOptions } from './state';
import { FormStore } from './store';
import { claim } from './testing/claim';

const make = (options: Partial<StoreOptions> = {}) => new FormStore(compileForm(claim), { values: {}, ...options });

/** Counts how often the field at a pointer is told of a change. */
function listen(store: FormStore, pointer: string) {
  const listener = vi.fn();
  store.field(pointer);
  store.subscribe(pointer, listener);
  return listener;
}

describe('FormStore', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => {
      vi.useRealTimers();
    };
  });

  it('tells only the field that changed', () => {
    const store = make();
    const purpose = listen(store, '/purpose');
    const note = listen(store, '/note');
    store.set('/purpose', 'Trip');
    expect(purpose).toHaveBeenCalledTimes(1);
    expect(note).not.toHaveBeenCalled();
    expect(store.field('/purpose').value).toBe('Trip');
    expect(store.revision).toBe(1);
  });

  it('tells the fields that a rule changes', () => {
    const store = make();
    const note = listen(store, '/note');
    expect(store.field('/note').required).toBe(false);
    store.set('/urgent', true);
    expect(note).toHaveBeenCalledTimes(1);
    expect(store.field('/note').required).toBe(true);
  });

  it('keeps what was typed in a field that a rule hides, and leaves it out of the values', () => {
    const store = make();
    expect(store.field('/paidOn').hidden).toBe(true);
    store.set('/kind', 'travel');
    store.set('/paidOn', '2026-11-20');
    expect(store.values.paidOn).toBe('2026-11-20');
    store.set('/kind', 'office');
    expect(store.values).not.toHaveProperty('paidOn');
    expect(store.draft.paidOn).toBe('2026-11-20');
    store.set('/kind', 'travel');
    expect(store.field('/paidOn')).toMatchObject({ hidden: false, value: '2026-11-20' });
  });

  it('computes what a rule sets, and locks it', () => {
    const store = make();
    const total = listen(store, '/total');
    store.addRow('/items');
    store.set('/items/0/amount', 19.99);
    store.addRow('/items');
    store.set('/items/1/amount', 1.13);
    expect(store.field('/total')).toMatchObject({ value: 21.12, locked: true });
    expect(total).toHaveBeenCalled();
  });

  it('tells a table only of its rows, not of what is in them', () => {
    const store = make();
    store.addRow('/items');
    const table = listen(store, '/items');
    const amount = listen(store, '/items/0/amount');
    store.set('/items/0/amount', 5);
    expect(table).not.toHaveBeenCalled();
    expect(amount).toHaveBeenCalledTimes(1);
    store.addRow('/items');
    expect(table).toHaveBeenCalledTimes(1);
  });

  it('keeps the keys of rows while they move, are copied and removed', () => {
    const store = make({ values: { items: [{ what: 'a' }, { what: 'b' }, { what: 'c' }] } });
    const [a, b, c] = store.rows('/items');
    store.moveRow('/items', 2, 0);
    expect(store.rows('/items')).toEqual([c, a, b]);
    expect(store.values.items).toEqual([{ what: 'c' }, { what: 'a' }, { what: 'b' }]);
    store.copyRows('/items', [1]);
    expect(store.values.items).toEqual([{ what: 'c' }, { what: 'a' }, { what: 'a' }, { what: 'b' }]);
    const copy = store.rows('/items')[2];
    expect([a, b, c]).not.toContain(copy);
    store.removeRows('/items', [0]);
    expect(store.rows('/items')).toEqual([a, copy, b]);
  });

  it('shows an error once the reader has left the field, and takes it away when it is mended', () => {
    const store = make();
    listen(store, '/purpose');
    expect(store.field('/purpose').violation).toBeUndefined();
    store.leave('/purpose');
    expect(store.field('/purpose').violation?.code).toBe('form.required');
    store.set('/purpose', 'Trip');
    vi.advanceTimersByTime(1000);
    expect(store.field('/purpose').violation).toBeUndefined();
    expect(store.errors()).toEqual([]);
  });

  it('lists every error in the order of the form after an attempt', () => {
    const store = make({ values: { items: [{ what: 'a' }], urgent: true } });
    expect(store.attempt()).toBe(false);
    expect(store.errors().map((line) => line.pointer)).toEqual(['/purpose', '/kind', '/items/0/amount', '/note']);
    store.set('/purpose', 'Trip');
    store.set('/kind', 'office');
    store.set('/items/0/amount', 3);
    store.set('/note', 'soon');
    vi.advanceTimersByTime(1000);
    expect(store.errors()).toEqual([]);
    expect(store.attempt()).toBe(true);
  });

  it('says errors inside a date range at the range', () => {
    const store = make({ values: { period: { start: '2026-11-20' } } });
    store.attempt();
    expect(store.errors().map((line) => line.pointer)).toContain('/period');
    expect(store.errors().every((line) => !line.pointer.startsWith('/period/'))).toBe(true);
  });

  it('shows what the server refused until that field is changed', () => {
    const values = { purpose: 'Trip', kind: 'office', items: [{ what: 'a', amount: 1 }] };
    const store = make({ values });
    listen(store, '/items/0/amount');
    store.refuse([
      { path: '/items/0/amount', code: 'claim.limit', message: 'Too much.' },
      { path: '', code: 'claim.closed', message: 'The books are closed.' },
    ]);
    expect(store.errors()).toEqual([
      { pointer: '', refusal: 'The books are closed.' },
      { pointer: '/items/0/amount', refusal: 'Too much.' },
    ]);
    expect(store.field('/items/0/amount').refusal).toBe('Too much.');
    store.set('/items/0/amount', 2);
    expect(store.field('/items/0/amount').refusal).toBeUndefined();
  });

  it('forgets what the server said about rows that changed places', () => {
    const store = make({
      values: {
        items: [
          { what: 'a', amount: 1 },
          { what: 'b', amount: 2 },
        ],
      },
    });
    store.refuse([{ path: '/items/0/amount', code: 'x', message: 'Too much.' }]);
    store.removeRows('/items', [0]);
    expect(store.errors().map((line) => line.refusal)).not.toContain('Too much.');
  });

  it('neither sends nor checks what the policy locks or hides', () => {
    const store = make({
      values: { purpose: 'x', kind: 'office', items: [{ what: 'a', amount: 1 }], note: 'n' },
      locked: ['purpose'],
      hidden: ['note'],
    });
    expect(store.field('/purpose').locked).toBe(true);
    expect(store.field('/note').hidden).toBe(true);
    expect(store.attempt()).toBe(true);
    expect(Object.keys(store.payload).sort()).toEqual(['items', 'kind', 'total', 'urgent']);
  });

  it('tells what was changed of a form that there was, and what was emptied', () => {
    const store = make({
      values: { purpose: 'x', kind: 'office', urgent: false, items: [{ what: 'a', amount: 1 }], note: 'n' },
      locked: ['kind', 'items.what'],
    });
    expect(store.changes).toEqual({ total: 1 });
    store.set('/purpose', undefined);
    store.set('/items/0/amount', 2);
    // What stands in a column that the reader may not write is the server's to keep.
    expect(store.changes).toMatchObject({ purpose: null });
    expect(store.changes.items).toEqual([{ amount: 2 }]);
    expect(Object.keys(store.changes).sort()).toEqual(['items', 'purpose', 'total']);
  });

  it('keeps the rows of a table of which some columns are open', () => {
    const store = make({ values: { items: [{ what: 'a', amount: 1 }] }, locked: ['items.what'] });
    expect(store.field('/items').locked).toBe(false);
    expect(store.field('/items/0/what').locked).toBe(true);
    expect(store.field('/items/0/amount').locked).toBe(false);
    expect(store.rowsStay('/items')).toBe(false);
    expect(make({ values: {}, fixed: ['items'] }).rowsStay('/items')).toBe(true);
  });

  it('sends rows with the ids that they came with, and copies and new ones without', () => {
    const row = (id: string, what: string, amount: number) => ({ $id: id, what, amount });
    const store = make({
      values: { items: [row('a', 'A', 1), row('b', 'B', 2), row('c', 'C', 3)] },
      locked: ['items.amount'],
    });
    expect(store.changes).not.toHaveProperty('items');
    store.copyRows('/items', [0, 1]);
    store.moveRow('/items', 0, 4);
    store.removeRows('/items', [0]);
    store.addRow('/items', 0);
    store.set('/items/0/what', 'N');
    expect(store.changes.items).toEqual([
      { what: 'N' },
      { what: 'A' },
      { what: 'B' },
      { $id: 'c', what: 'C' },
      { $id: 'a', what: 'A' },
    ]);
    expect(store.typedRows('/items').map((each) => each.$id)).toEqual([undefined, undefined, undefined, 'c', 'a']);
    store.setRows('/items', [...store.typedRows('/items'), { what: 'P' }]);
    expect(store.typedRows('/items').map((each) => each.$id)).toEqual([
      undefined,
      undefined,
      undefined,
      'c',
      'a',
      undefined,
    ]);
  });

  it('says that rows are new which took the place of all others', () => {
    const store = make({ values: { items: [{ $id: 'a', what: 'A', amount: 1 }] } });
    store.removeRows('/items', [0]);
    expect(store.changes.items).toEqual([]);
    store.addRow('/items');
    store.set('/items/0/what', 'N');
    expect(store.changes.items).toEqual([{ $id: null, what: 'N' }]);
    const fresh = make();
    fresh.addRow('/items');
    fresh.set('/items/0/what', 'N');
    expect(fresh.payload.items).toEqual([{ what: 'N' }]);
  });

  it('puts what others made of the form under what was typed', () => {
    const row = (id: string, what: string, amount = 1) => ({ $id: id, what, amount });
    const given = { purpose: 'x', note: 'n', items: [row('a', 'A'), row('b', 'B'), row('c', 'C')] };
    const store = make({ values: given });
    store.set('/purpose', 'mine');
    store.removeRows('/items', [2]);
    store.set('/items/1/what', 'my B');
    store.addRow('/items', 0);
    store.set('/items/0/what', 'N');
    const keys = store.rows('/items');
    store.rebase(given);
    expect(store.rows('/items')).toBe(keys);
    const theirs = [row('c', 'C', 2), row('b', 'their B', 5), row('d', 'D')];
    store.rebase({ purpose: 'theirs', note: 'theirs', items: theirs });
    expect(store.draft).toMatchObject({ purpose: 'mine', note: 'theirs' });
    expect(store.typedRows('/items')).toEqual([{ what: 'N' }, row('b', 'my B', 5), row('d', 'D')]);
    expect(store.rows('/items').slice(0, 2)).toEqual([keys[0], keys[2]]);
    expect(store.changes).toMatchObject({
      purpose: 'mine',
      items: [{ what: 'N' }, row('b', 'my B', 5), row('d', 'D')],
    });
    expect(store.changes).not.toHaveProperty('note');
  });

  it('asks for nothing in a column that the reader may not write', () => {
    const store = make({ values: { purpose: 'x', items: [{ $id: 'a', what: 'A' }] }, locked: ['items.amount'] });
    store.addRow('/items');
    store.set('/items/1/what', 'B');
    store.attempt();
    expect(store.errors().filter(({ pointer }) => pointer.startsWith('/items'))).toEqual([]);
    const open = make({ values: { purpose: 'x', items: [{ $id: 'a', what: 'A' }] } });
    open.attempt();
    expect(open.errors().map(({ pointer }) => pointer)).toContain('/items/0/amount');
  });

  it('begins anew with a draft that arrives, without counting it as a change', () => {
    const store = make();
    store.attempt();
    const purpose = listen(store, '/purpose');
    store.reset({ purpose: 'From elsewhere' });
    expect(purpose).toHaveBeenCalledTimes(1);
    expect(store.field('/purpose')).toMatchObject({ value: 'From elsewhere', violation: undefined });
    expect(store.errors()).toEqual([]);
    expect(store.revision).toBe(0);
  });

  it('leaves out what a draft holds of fields that the form no longer has', () => {
    const store = make({ values: { purpose: 'Trip', old: 1, items: [{ what: 'a', colour: 'red' }] } });
    expect(store.draft).toEqual({ purpose: 'Trip', urgent: false, items: [{ what: 'a' }] });
  });

  it('shows what is stored, and computes nothing, where it is frozen', () => {
    const store = make({ values: { kind: 'office', total: 99, paidOn: '2026-11-20' }, frozen: true });
    expect(store.field('/total').value).toBe(99);
    expect(store.field('/paidOn').hidden).toBe(true);
    expect(store.field('/urgent').value).toBeUndefined();
  });

  it('takes in what the server worked out, without counting or sending it', () => {
    const store = make({ locked: ['purpose'] });
    const heard = vi.fn();
    store.subscribe('/purpose', heard);
    const before = store.revision;
    store.derive({ purpose: 'by script' });
    expect(store.field('/purpose')).toMatchObject({ value: 'by script', locked: true });
    expect(heard).toHaveBeenCalledTimes(1);
    expect(store.revision).toBe(before);
    expect(store.payload).not.toHaveProperty('purpose');
    store.derive({ purpose: 'by script' });
    expect(heard).toHaveBeenCalledTimes(1);
    store.derive({ purpose: undefined });
    expect(store.field('/purpose').value).toBeUndefined();
  });

  it('asks for a computed value only when there is nothing else to mend', () => {
    const form = structuredClone(claim.form);
    form.schema.required = ['purpose', 'total'];
    const days: Rule = {
      id: 'days',
      name: {},
      enabled: true,
      // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
      then: [{ do: 'set', field: 'total', value: { workdays: [{ var: 'period' }] } }],
    };
    const store = new FormStore(compileForm({ ...claim, form, rules: [days] }), { values: {} });
    store.attempt();
    expect(store.errors().map((line) => line.pointer)).toEqual(['/purpose']);
    store.set('/purpose', 'Trip');
    expect(store.attempt()).toBe(false);
    expect(store.errors().map((line) => line.pointer)).toEqual(['/total']);
  });

  it('answers anew for a field that nobody subscribed to', () => {
    const store = make();
    expect(store.field('/paidOn').hidden).toBe(true);
    store.set('/kind', 'travel');
    expect(store.field('/paidOn').hidden).toBe(false);
  });
});
