import { describe, expect, it } from 'vitest';
import type { App } from '../../api/studioTypes';
import type { Rule } from '../../api/types';
import { dropFormula, formulaOf, giveFormula, setFormula } from './formula';

// biome-ignore-start lint/suspicious/noThenProperty: a rule's own key.
const always: Rule = { id: 'r1', enabled: true, then: [{ do: 'set', field: 'total', value: 1 }] };
const both: Rule = { ...always, then: [...always.then, { do: 'hide', field: 'note' }] };
const sometimes: Rule = { ...always, id: 'r2', when: { '==': [1, 1] } };
const off: Rule = { ...always, id: 'r3', enabled: false };
// biome-ignore-end lint/suspicious/noThenProperty: a rule's own key.

const app = (...rules: Rule[]) => ({ rules }) as unknown as App;
const ids = (prefix: string) => `${prefix}_new`;

describe('the formula of a field', () => {
  it('is that of a rule that always holds', () => {
    expect(formulaOf(app(off, sometimes, always), 'total')?.rule.id).toBe('r1');
    expect(formulaOf(app(off, sometimes), 'total')).toBeUndefined();
    expect(formulaOf(app(always), 'items.total')).toBeUndefined();
  });

  it('is given once, changed, and taken away with a rule that did nothing else', () => {
    const given = giveFormula(app(sometimes), 'total', ids);
    expect(given.rules.map((rule) => rule.id)).toEqual(['r2', 'rule_new']);
    expect(giveFormula(given, 'total', ids)).toBe(given);
    const changed = setFormula(given, 'total', { var: 'days' });
    expect(formulaOf(changed, 'total')?.value).toEqual({ var: 'days' });
    expect(dropFormula(changed, 'total')).toEqual(app(sometimes));
  });

  it('leaves what else its rule does', () => {
    const without = dropFormula(app(both), 'total');
    expect(without.rules[0]?.then).toEqual([{ do: 'hide', field: 'note' }]);
    const none = app(sometimes);
    expect(dropFormula(none, 'total')).toBe(none);
    expect(setFormula(none, 'total', 2)).toBe(none);
  });
});
