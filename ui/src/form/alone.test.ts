import { describe, expect, it } from 'vitest';
import type { FormDefinition, Rule } from '../api';
import { compileForm } from './compile';
import type { FormModel } from './model';
import { FormStore } from './store';
import { claim } from './testing/claim';

/** Numbers from 0 up to 1 that are the same in every run (mulberry32). */
function dice(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const letters = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const columns = ['p', 'q', 'r', 's'] as const;
const choice = { type: 'string', enum: ['x', 'y', 'z'] };
const words = (en: string) => ({ en });

const form: FormDefinition = {
  schema: {
    type: 'object',
    properties: {
      a: { type: 'number' },
      b: { type: 'number', minimum: 3, default: 4 },
      c: { type: 'string', maxLength: 3 },
      d: choice,
      e: { type: 'boolean' },
      f: { type: 'string' },
      t: {
        type: 'array',
        items: {
          type: 'object',
          properties: { p: { type: 'number' }, q: { type: 'number' }, r: choice, s: { type: 'string', minLength: 2 } },
          required: ['p'],
        },
      },
    },
    required: ['c'],
  },
  layout: {
    sections: [{ id: 'all', columns: 1, fields: [...letters, 't'] }],
    fields: { t: { columns: [...columns] } },
  },
};

/** A form with rules of every kind that read whatever comes. */
function randomModel(roll: () => number): FormModel {
  const one = <T>(of: readonly T[]): T => of[Math.floor(roll() * of.length)] as T;
  const name = (path: string) => ({ var: path });
  const number = (inRow: boolean): unknown =>
    one([
      name('a'),
      name('b'),
      7,
      ...(inRow ? [name('$row.p'), name('$row.q')] : [{ sum: [name('t.p')] }, { count: [name('t')] }]),
    ]);
  const holds = (inRow: boolean): unknown =>
    one([
      { '>': [number(inRow), Math.floor(roll() * 9)] },
      { '==': [name('d'), one(['x', 'y'])] },
      { '==': [name('e'), true] },
      { '==': [name('c'), 'ab'] },
      ...(inRow ? [{ '==': [name('$row.r'), 'x'] }] : []),
    ]);
  const rule = (index: number): Rule => {
    const inRow = roll() < 0.4;
    const field = inRow ? `t.${one(columns)}` : one([...letters, 't.s', 't.q']);
    const sum = { '+': [number(inRow), 1] };
    const numeric = ['a', 'b', 't.p', 't.q'].includes(field);
    const action = one<Record<string, unknown>>([
      ...['show', 'hide', 'require', 'lock'].map((kind) => ({ do: kind })),
      { do: 'warn', text: words('Mind this.') },
      { do: numeric ? 'set' : 'lock', ...(numeric && { value: sum }) },
      { do: numeric ? 'default' : 'hide', ...(numeric && { value: sum }) },
      field === 'd' || field === 't.r' ? { do: 'limit', options: ['x', 'y'] } : { do: 'require' },
    ]);
    // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
    return { id: `r${index}`, enabled: true, when: holds(inRow), then: [{ ...action, field }] } as Rule;
  };
  const rules: Rule[] = [];
  let model = compileForm({ ...claim, form, rules });
  for (let i = 0; i < 1 + roll() * 6; i++) {
    const more = [...rules, rule(i)];
    try {
      model = compileForm({ ...claim, form, rules: more });
      rules.push(more.at(-1) as Rule);
    } catch {
      // A circle: it does without this one.
    }
  }
  return model;
}

const pointersOf = (store: FormStore) => [
  ...letters.map((id) => `/${id}`),
  '/t',
  ...store.typedRows('/t').flatMap((_, row) => columns.map((column) => `/t/${row}/${column}`)),
];

/** One thing that a person does, for any number of stores alike. */
function randomEdit(roll: () => number, rows: number): (store: FormStore) => unknown {
  const one = <T>(of: readonly T[]): T => of[Math.floor(roll() * of.length)] as T;
  const row = Math.floor(roll() * Math.max(rows, 1));
  const numbers = [undefined, null, 0, 1, 5, 8, 'much'];
  const values: Record<string, readonly unknown[]> = {
    ...{ a: numbers, b: numbers, p: numbers, q: numbers, e: [true, false, undefined] },
    ...{ d: ['x', 'y', 'z', undefined], r: ['x', 'y', null], t: [[], [null, { p: 1, q: null }], undefined] },
  };
  const texts = ['', 'ab', 'abcd', undefined, null];
  const dart = roll();
  if (dart < 0.08) return (store) => store.addRow('/t', row);
  if (dart < 0.12) return (store) => rows > 0 && store.removeRows('/t', [row]);
  if (dart < 0.15) return (store) => rows > 1 && store.moveRow('/t', row, 0);
  if (dart < 0.18) return (store) => store.attempt();
  if (dart < 0.2) return (store) => store.refuse([{ path: '/c', code: 'x', message: 'No.' }]);
  if (dart < 0.22) return (store) => store.derive({ f: `worked out ${row}` });
  const column = one(columns);
  const id = dart < 0.24 ? 't' : one(letters);
  const [pointer, key] = rows > 0 && roll() < 0.5 ? [`/t/${row}/${column}`, column] : [`/${id}`, id];
  const value = one(values[key] ?? texts);
  const leaves = roll() < 0.3;
  return (store) => {
    store.set(pointer, value);
    if (leaves) store.leave(pointer);
  };
}

describe('a value that concerns no rule', () => {
  it('comes to the same as when all rules are applied, over random edits of random forms', () => {
    let spared = 0;
    let edits = 0;
    for (let seed = 1; seed <= 80; seed++) {
      const roll = dice(seed);
      const model = randomModel(roll);
      let applied = 0;
      const apply: FormModel['apply'] = (values) => {
        applied++;
        return model.apply(values);
      };
      const quick = new FormStore({ ...model, apply }, { values: {}, required: ['f'] });
      const whole = new FormStore({ ...model, concerned: () => true }, { values: {}, required: ['f'] });
      const seen = new Set<string>();
      for (let i = 0; i < 40; i++) {
        for (const pointer of pointersOf(quick)) {
          if (!seen.has(pointer)) quick.subscribe(pointer, () => undefined);
          seen.add(pointer);
        }
        const before = applied;
        const edit = randomEdit(roll, whole.typedRows('/t').length);
        edit(quick);
        edit(whole);
        if (applied === before) spared++;
        edits++;
        const told = `seed ${seed}, edit ${i}`;
        expect(quick.draft, told).toEqual(whole.draft);
        expect(quick.values, told).toEqual(whole.values);
        expect(quick.errors(), told).toEqual(whole.errors());
        for (const pointer of pointersOf(whole)) {
          expect(quick.field(pointer), `${told}, ${pointer}`).toEqual(whole.field(pointer));
        }
      }
    }
    // Both ways were gone often.
    expect(spared).toBeGreaterThan(edits / 5);
    expect(spared).toBeLessThan((edits * 4) / 5);
  });

  it('asks no rule, and another one does', () => {
    let applied = 0;
    const model = compileForm(claim);
    const apply: FormModel['apply'] = (values) => {
      applied++;
      return model.apply(values);
    };
    const store = new FormStore({ ...model, apply }, { values: { items: [{ what: 'Train', amount: 3 }] } });
    const begun = applied;
    store.set('/items/0/what', 'Bus');
    expect(applied).toBe(begun);
    expect(store.values.items).toMatchObject([{ what: 'Bus', amount: 3 }]);
    store.set('/items/0/amount', 5);
    expect(applied).toBeGreaterThan(begun);
  });
});
