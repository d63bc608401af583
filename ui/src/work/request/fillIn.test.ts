import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileForm } from '../../form/compile';
import { FormStore } from '../../form/store';
import { claim } from '../../form/testing/claim';
import { instance } from '../../test/instance';
import { serve } from '../../test/server';
import { earlier, fillFromCase, fillFromLink } from './fillIn';

afterEach(() => {
  vi.unstubAllGlobals();
});

const make = (locked: string[] = [], hidden: string[] = []) =>
  new FormStore(compileForm(claim), { values: {}, locked, hidden });
/** The claim with a purpose that is sealed. */
function sealed(): FormStore {
  const { schema } = claim.form;
  const properties = schema.properties as Record<string, Record<string, unknown>>;
  const purpose = { ...properties.purpose, sensitive: true };
  const form = { ...claim.form, schema: { ...schema, properties: { ...properties, purpose } } };
  return new FormStore(compileForm({ ...claim, form }), { values: {} });
}

const follow = (store: FormStore, query: string) => fillFromLink(store, new URLSearchParams(query));
const ids = (fields: readonly { id: string }[]) => fields.map((field) => field.id);

describe('a link', () => {
  it('fills in what it names, typed, also what another of its values brings into sight', async () => {
    const store = make();
    const done = await follow(store, 'f.paidOn=2026/3/5&f.kind=Travel&f.purpose=Fair&f.urgent=yes&other=1');
    expect(store.values).toMatchObject({ paidOn: '2026-03-05', kind: 'travel', purpose: 'Fair', urgent: true });
    expect(ids(done.taken).sort()).toEqual(['kind', 'paidOn', 'purpose', 'urgent']);
    expect(done.refused).toEqual([]);
    expect(store.revision).toBeGreaterThan(0);
  });

  it.each<[name: string, query: string, why: string, store: FormStore]>([
    ['no field', 'f.nothing=1', 'unknown', make()],
    ['a column', 'f.items.what=1', 'unknown', make()],
    ['a table', 'f.items=[]', 'closed', make()],
    ['a computed field', 'f.total=5', 'closed', make()],
    ['a field that a rule hides', 'f.paidOn=2026-03-05', 'closed', make()],
    ['a field that the reader may not write', 'f.purpose=x', 'closed', make(['purpose'])],
    ['a field that the reader may not see', 'f.purpose=x', 'closed', make([], ['purpose'])],
    ['a field that is sealed', 'f.purpose=x', 'closed', sealed()],
    ['what is no option', 'f.kind=boat', 'unread', make()],
    ['what is no date', 'f.paidOn=soon', 'unread', make()],
    ['a name of the prototype', 'f.__proto__=x', 'unknown', make()],
  ])('does not fill in %s, and says so', async (_, query, why, store) => {
    const before = store.draft;
    const done = await follow(store, query);
    expect(done.taken).toEqual([]);
    expect(done.refused).toMatchObject([{ why }]);
    expect(store.draft).toEqual(before);
    expect(store.revision).toBe(0);
  });
});

describe('an earlier request', () => {
  it('fills in what it said, and what is computed is computed anew', () => {
    const store = make();
    const form = {
      ...instance.form,
      total: 999,
      gone: 'x',
      items: [
        { what: 'Train', amount: 5 },
        { what: 'Bus', amount: 2 },
      ],
    };
    const done = fillFromCase(store, { ...instance, form });
    expect(ids(done.taken).sort()).toEqual(['items', 'kind', 'purpose', 'urgent']);
    expect(store.values).toEqual({
      purpose: 'Trip',
      kind: 'office',
      urgent: false,
      items: [
        { what: 'Train', amount: 5 },
        { what: 'Bus', amount: 2 },
      ],
      total: 7,
    });
  });

  it('leaves out cells and fields that are not the reader’s to fill in', () => {
    const store = make(['items.amount', 'purpose']);
    fillFromCase(store, instance);
    expect(store.draft).toEqual({ kind: 'office', urgent: false, items: [{ what: 'Train' }] });
  });

  it('leaves out what is sealed', () => {
    const store = sealed();
    fillFromCase(store, instance);
    expect(store.draft).not.toHaveProperty('purpose');
  });

  it('leaves out a field that has become another kind', () => {
    const store = make();
    const { schema } = claim.form;
    const properties = { ...(schema.properties as Record<string, unknown>), purpose: { type: 'number' } };
    const old = { ...instance.definition, form: { ...claim.form, schema: { ...schema, properties } } };
    fillFromCase(store, { ...instance, definition: old, form: { purpose: 5 } });
    expect(store.draft).toEqual({ urgent: false });
  });

  it('is one of the reader’s own and of this app', async () => {
    serve(({ path }) => (path === '/instances/i1' ? { body: instance } : undefined));
    expect(await earlier('claim', 'i1', 'p9')).toMatchObject({ no: 'EX-1' });
    expect(await earlier('claim', 'i1', 'p1')).toBeUndefined();
    expect(await earlier('leave', 'i1', 'p9')).toBeUndefined();
  });
});
