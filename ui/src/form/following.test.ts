import { describe, expect, it } from 'vitest';
import type { Rule } from '../api';
import { compileForm } from './compile';
import { FormStore } from './store';
import { claim } from './testing/claim';

const isTravel = { '==': [{ var: 'kind' }, 'travel'] };
const dear = { '>': [{ var: '$row.amount' }, 100] };

function make(rules: [when: unknown, ...actions: Rule['then']][], values: Record<string, unknown> = {}) {
  // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
  const all = rules.map(([when, ...actions], i): Rule => ({ id: `r${i}`, enabled: true, when, then: actions }));
  return new FormStore(compileForm({ ...claim, rules: all }), { values });
}

describe('a default', () => {
  const following: Parameters<typeof make>[0] = [
    [isTravel, { do: 'default', field: 'purpose', value: 'A trip' }],
    [{ '==': [{ var: 'kind' }, 'office'] }, { do: 'default', field: 'purpose', value: 'Paper' }],
  ];

  it('follows when conditions switch, and goes with the last', () => {
    const store = make(following);
    expect(store.values.purpose).toBeUndefined();
    store.set('/kind', 'travel');
    expect(store.values.purpose).toBe('A trip');
    store.set('/kind', 'office');
    expect(store.values.purpose).toBe('Paper');
    store.set('/kind', undefined);
    expect(store.values.purpose).toBeUndefined();
  });

  it('leaves what a person typed, also after the condition has come and gone', () => {
    const store = make(following);
    store.set('/kind', 'travel');
    store.set('/purpose', 'Fair in Xi’an');
    store.set('/kind', 'office');
    store.set('/kind', 'travel');
    expect(store.values.purpose).toBe('Fair in Xi’an');
  });

  it('leaves empty what a person cleared', () => {
    const store = make(following);
    store.set('/kind', 'travel');
    store.set('/purpose', undefined);
    store.set('/urgent', true);
    expect(store.values.purpose).toBeUndefined();
  });

  it('does not fill in what a draft lacks, but follows from there', () => {
    const store = make(following, { kind: 'travel' });
    expect(store.values.purpose).toBeUndefined();
    const kept = make(following, { kind: 'travel', purpose: 'A trip' });
    kept.set('/kind', 'office');
    expect(kept.values.purpose).toBe('Paper');
  });

  it('brings about another', () => {
    const store = make([
      [isTravel, { do: 'default', field: 'urgent', value: true }],
      [{ var: 'urgent' }, { do: 'default', field: 'note', value: 'Why?' }],
    ]);
    store.set('/kind', 'travel');
    expect(store.values).toMatchObject({ urgent: true, note: 'Why?' });
    store.set('/kind', 'office');
    expect(store.values.urgent).toBe(false);
    expect(store.values.note).toBeUndefined();
  });

  it('is each row’s own, and moves with it', () => {
    const store = make([
      [undefined, { do: 'default', field: 'items.what', value: { cat: ['Like ', { var: 'purpose' }] } }],
    ]);
    store.set('/purpose', 'tea');
    store.addRow('/items');
    store.addRow('/items');
    store.set('/items/0/what', 'Cake');
    store.moveRow('/items', 0, 1);
    store.set('/purpose', 'coffee');
    expect(store.values.items).toEqual([{ what: 'Like coffee' }, { what: 'Cake' }]);
    store.removeRows('/items', [1]);
    store.set('/purpose', 'milk');
    expect(store.values.items).toEqual([{ what: 'Like milk' }]);
  });
});

describe('a rule that is judged row by row', () => {
  const items = [
    { what: 'Pen', amount: 2 },
    { what: 'Desk', amount: 250 },
  ];

  it('requires, hides and locks the cells of its rows alone', () => {
    const store = make([[dear, { do: 'lock', field: 'items.what' }]], { items });
    expect([0, 1].map((row) => store.field(`/items/${row}/what`).locked)).toEqual([false, true]);
    const hiding = make([[dear, { do: 'hide', field: 'items.what' }]], { items });
    expect([0, 1].map((row) => hiding.field(`/items/${row}/what`).hidden)).toEqual([false, true]);
    hiding.attempt();
    expect(hiding.errors().map((line) => line.pointer)).not.toContain('/items/1/what');
    expect(hiding.values.items).toEqual([items[0], { amount: 250 }]);
  });

  it('warns beside the cell, and lets the form be sent', () => {
    const text = { en: 'That is a lot.' };
    const store = make([[dear, { do: 'warn', field: 'items.amount', text }]], {
      items,
      purpose: 'Desk',
      kind: 'office',
    });
    expect(store.field('/items/1/amount').warnings).toEqual([text]);
    expect(store.field('/items/0/amount').warnings).toBeUndefined();
    expect(store.attempt()).toBe(true);
  });
});

it('a limit leaves some options, and another value is an error', () => {
  const store = make([[{ var: 'urgent' }, { do: 'limit', field: 'kind', options: ['office'] }]], {
    purpose: 'Desk',
    kind: 'travel',
    items: [{ what: 'Desk', amount: 2 }],
  });
  expect(store.field('/kind').options).toBeUndefined();
  expect(store.attempt()).toBe(true);
  store.set('/urgent', true);
  expect(store.field('/kind').options).toEqual(['office']);
  expect(store.attempt()).toBe(false);
  expect(store.errors()).toMatchObject([{ pointer: '/kind', violation: { code: 'form.enum' } }]);
});
