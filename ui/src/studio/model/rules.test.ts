import { describe, expect, it } from 'vitest';
import type { Rule } from '../../api';
import {
  actionFor,
  addRule,
  duplicateRule,
  moveRule,
  removeRule,
  renameRule,
  setActions,
  setRuleEnabled,
  setRuleWhen,
  suits,
  tableOf,
} from './rules';
import { leaveApp } from './testing/leave';

const ids = (prefix: string) => `${prefix}_new`;

describe('rules', () => {
  it('are added, named, copied, moved and removed', () => {
    const before = leaveApp();
    const made = addRule(before, ids);
    expect(made.app.rules.at(-1)).toMatchObject({ id: 'rule_new', enabled: true });
    const named = renameRule(made.app, made.id, 'en', 'New');
    expect(named.rules.at(-1)?.name).toEqual({ en: 'New' });
    const copied = duplicateRule(named, made.id, () => 'rule_copy');
    expect(copied.app.rules.slice(-2)).toMatchObject([
      { id: 'rule_new', enabled: true },
      { id: 'rule_copy', enabled: false, name: { en: 'New' } },
    ]);
    const last = copied.app.rules.length - 1;
    expect(moveRule(copied.app, last, 0).rules[0]?.id).toBe('rule_copy');
    expect(removeRule(removeRule(copied.app, 'rule_copy'), 'rule_new').rules).toEqual(before.rules);
    expect(before).toEqual(leaveApp());
  });

  it('have conditions and actions', () => {
    const { app, id } = addRule(leaveApp(), ids);
    const rule = (a = app) => a.rules.find((each) => each.id === id) as Rule;
    const set = setActions(setRuleWhen(app, id, true), id, (list) => [...list, { do: 'hide', field: 'reason' }]);
    expect(rule(set)).toMatchObject({ when: true });
    expect(rule(set).then).toEqual([{ do: 'hide', field: 'reason' }]);
    expect(rule(setRuleWhen(set, id, undefined))).not.toHaveProperty('when');
    expect(rule(setRuleEnabled(set, id, false)).enabled).toBe(false);
    expect(tableOf(rule(set))).toBeUndefined();
    // biome-ignore lint/suspicious/noThenProperty: a rule's own key.
    expect(tableOf({ ...rule(set), then: [{ do: 'lock', field: 'items.amount' }] })).toBe('items');
  });

  it('do to fields what suits them', () => {
    const app = leaveApp();
    expect(suits(app, 'limit', 'type')).toBe(true);
    expect(suits(app, 'limit', 'reason')).toBe(false);
    expect(suits(app, 'set', 'items')).toBe(false);
    expect(suits(app, 'warn', 'items')).toBe(true);
    expect(actionFor(app, 'limit', 'type').options).toContain('sick');
    expect(actionFor(app, 'set', 'days')).toEqual({ do: 'set', field: 'days', value: null });
    expect(actionFor(app, 'hide', 'days')).toEqual({ do: 'hide', field: 'days' });
  });
});
