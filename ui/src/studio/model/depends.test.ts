import { describe, expect, it } from 'vitest';
import type { App } from '../../api/studioTypes';
import { typesOf } from '../../core/form';
import { applyRules, compileCalendar, compileRules } from '../../core/rule';
import { dependenceOf, setFree, setLead, setLeft, tableOfOptions, withoutOption } from './depends';
import { addColumn, addField, fieldAt } from './fields';
import { addOption, optionsOf, removeOption } from './options';
import { leadersOf, setOwnOptions, setSource, sourceOfOptions } from './source';

import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';

function twoChoices(): { app: App; lead: string; path: string } {
  const ids = countingIds();
  const first = addField(leaveApp(), 'choice', undefined, ids);
  const second = addField(first.app, 'choice', undefined, ids);
  return { app: addOption(second.app, second.path, ids).app, lead: first.path, path: second.path };
}

/** What the rules leave of a field's options with some values. */
function left(app: App, path: string, values: Record<string, unknown>): readonly string[] | undefined {
  const calendar = compileCalendar({ weekend: [], holidays: [], workdays: [] });
  return applyRules(compileRules(app.rules, typesOf(app.form)), { values, calendar }).options.get(path);
}

describe('options that depend on another choice', () => {
  it('are limited by rules, one for each value there', () => {
    const { app, lead, path } = twoChoices();
    const [one = '', two = ''] = optionsOf(app, lead).map((option) => option.value);
    const [a = '', b = '', c = ''] = optionsOf(app, path).map((option) => option.value);
    expect(dependenceOf(app, path)).toBeUndefined();
    let next = setLead(app, path, lead);
    expect(dependenceOf(next, path)).toEqual({
      lead,
      allowed: new Map([
        [one, [a, b, c]],
        [two, [a, b, c]],
      ]),
    });
    next = setLeft(next, path, one, new Set([c, a]));
    next = setLeft(next, path, two, new Set([b]));
    expect(setLeft(next, path, two, new Set([]))).toBe(next);
    expect(left(next, path, { [lead]: one })).toEqual([a, c]);
    expect(left(next, path, { [lead]: two })).toEqual([b]);
    expect(left(next, path, {})).toBeUndefined();
    // Rules that somebody wrote are not touched.
    expect(next.rules.slice(0, app.rules.length)).toEqual(app.rules);
    expect(setLead(next, path, undefined).rules).toEqual(app.rules);
  });

  it('forget an option that is removed, in either field', () => {
    const { app, lead, path } = twoChoices();
    const [one = '', two = ''] = optionsOf(app, lead).map((option) => option.value);
    const [a = '', b = '', c = ''] = optionsOf(app, path).map((option) => option.value);
    let next = setLead(app, path, lead);
    next = withoutOption(removeOption(next, path, b), path, b);
    expect(dependenceOf(next, path)?.allowed.get(one)).toEqual([a, c]);
    next = withoutOption(removeOption(next, lead, one), lead, one);
    expect([...(dependenceOf(next, path)?.allowed.keys() ?? [])]).toEqual([two]);
    expect(() => left(next, path, {})).not.toThrow();
  });

  it('follow the choice of their own row', () => {
    const ids = countingIds();
    const first = addColumn(leaveApp(), 'items', 'choice', ids);
    const second = addColumn(first.app, 'items', 'choice', ids);
    const [one = ''] = optionsOf(second.app, first.path).map((option) => option.value);
    const [a = ''] = optionsOf(second.app, second.path).map((option) => option.value);
    const next = setLeft(setLead(second.app, second.path, first.path), second.path, one, new Set([a]));
    expect(dependenceOf(next, second.path)?.lead).toBe(first.path);
    const [, column = ''] = first.path.split('.');
    const cell = second.path.replace('items.', 'items.0.');
    expect(left(next, cell, { items: [{ [column]: one }] })).toEqual([a]);
  });
});

describe('where options come from', () => {
  it('changes the schema with it, and back', () => {
    const { app, path } = twoChoices();
    const taken = setSource(app, path, { list: 'centres' });
    expect(fieldAt(taken, path)).toMatchObject({
      kind: 'choice',
      schema: { type: 'string', format: 'option' },
      layout: { source: { list: 'centres' } },
    });
    expect(fieldAt(taken, path)?.schema).not.toHaveProperty('enum');
    expect(fieldAt(taken, path)?.layout).not.toHaveProperty('options');
    const back = setOwnOptions(taken, path);
    expect(optionsOf(back, path)).toHaveLength(2);
    expect(sourceOfOptions(back, path)).toBeUndefined();
    expect(fieldAt(back, path)?.schema).not.toHaveProperty('format');
  });

  it('does the same for several choices', () => {
    const added = addField(leaveApp(), 'choices', undefined, countingIds());
    const taken = setSource(added.app, added.path, { list: 'centres' });
    expect(fieldAt(taken, added.path)).toMatchObject({
      kind: 'choices',
      schema: { items: { type: 'string', format: 'option' } },
      layout: { widget: 'multiselect' },
    });
    expect(optionsOf(setOwnOptions(taken, added.path), added.path)).toHaveLength(2);
  });

  it('never offers a field that is below it to lead it', () => {
    const { app, lead, path } = twoChoices();
    const next = setSource(setSource(app, lead, { list: 'a' }), path, { list: 'b', under: lead });
    const names = (of: string) => leadersOf(next, of, (field) => !!field.layout.source).map((field) => field.path);
    expect(names(path)).toEqual([lead]);
    expect(names(lead)).toEqual([]);
  });

  it('are known as such among the rules, until one is made an ordinary one', () => {
    const { app, lead, path } = twoChoices();
    const kept = setLead(app, path, lead, countingIds());
    const own = kept.rules.filter((rule) => tableOfOptions(kept, rule));
    expect(own.map((rule) => tableOfOptions(kept, rule))).toEqual([
      { path, lead },
      { path, lead },
    ]);
    const [first] = own;
    if (!first) throw new Error('there is no rule');
    const freed = setFree(kept, first.id, () => 'rule_free');
    const rule = freed.app.rules.find(({ id }) => id === 'rule_free');
    expect(rule).toEqual({ ...first, id: 'rule_free' });
    expect(rule && tableOfOptions(freed.app, rule)).toBeUndefined();
    expect(dependenceOf(freed.app, path)?.allowed.size).toBe(1);
    // The table no more has a say in it.
    expect(setLead(freed.app, path, undefined).rules.map(({ id }) => id)).toContain('rule_free');
    expect(setFree(kept, 'cover').app.rules).toEqual(kept.rules);
  });

  it('do not take a rule that goes by a choice of its own for theirs', () => {
    const { app, lead, path } = twoChoices();
    const kept = setLead(app, path, lead, countingIds());
    const own = kept.rules.filter((each) => tableOfOptions(kept, each));
    const rules = kept.rules.map((rule) =>
      rule.id === own[1]?.id ? { ...rule, when: { '==': [{ var: 'type' }, 'sick'] } } : rule,
    );
    const mixed = { ...kept, rules };
    expect(rules.filter((rule) => tableOfOptions(mixed, rule)).map(({ id }) => id)).toEqual([own[0]?.id]);
    expect(setLead(mixed, path, undefined).rules.map(({ id }) => id)).toContain(own[1]?.id);
  });
});
