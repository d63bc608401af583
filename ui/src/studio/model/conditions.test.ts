import { describe, expect, it } from 'vitest';
import {
  clauseFor,
  comparisonsOf,
  incompletePlaces,
  isIncomplete,
  operandsOf,
  readCondition,
  TODAY,
  takesList,
  takesValue,
  writeCondition,
} from './conditions';
import { addField } from './fields';
import { setEdge } from './flow';
import { leaveApp } from './testing/leave';

function everyKind() {
  const ids = (prefix: string) => prefix;
  let app = leaveApp();
  for (const kind of ['text', 'switch', 'date', 'dateRange'] as const) app = addField(app, kind, undefined, ids).app;
  return app;
}
const operands = operandsOf(everyKind());
const read = (expr: unknown) => readCondition(expr, operands);

describe('operandsOf', () => {
  it('offers each field as it can be compared, and the initiator', () => {
    expect(operands.map((operand) => `${operand.key} ${operand.type}`)).toEqual([
      'value:type choice',
      'value:days number',
      'value:reason text',
      'value:handover person',
      'count:items number',
      'sum:items.amount number',
      'value:text text',
      'value:switch switch',
      'value:date date',
      'workdays:dateRange number',
      'days:dateRange number',
      'start:dateRange date',
      'end:dateRange date',
      'value:$initiator.roles roles',
      'value:$initiator.id person',
    ]);
  });
});

describe('reading and writing', () => {
  it.each([
    [{ '>': [{ var: 'days' }, 3] }, 'value:days', 'more', 3],
    [{ '==': [{ var: 'type' }, 'sick'] }, 'value:type', 'is', 'sick'],
    [{ in: [{ var: 'type' }, ['sick', 'annual']] }, 'value:type', 'oneOf', ['sick', 'annual']],
    [{ '!': [{ in: [{ var: 'type' }, ['sick']] }] }, 'value:type', 'notOneOf', ['sick']],
    [{ '!': [{ contains: [{ var: 'reason' }, 'x'] }] }, 'value:reason', 'containsNot', 'x'],
    [{ '==': [{ var: 'switch' }, false] }, 'value:switch', 'off', null],
    [{ empty: [{ var: 'handover' }] }, 'value:handover', 'empty', null],
    [{ '!': [{ empty: [{ var: 'handover' }] }] }, 'value:handover', 'filled', null],
    [{ '<': [{ var: 'date' }, TODAY] }, 'value:date', 'less', TODAY],
    [{ '>=': [{ var: 'dateRange.start' }, '2026-01-01'] }, 'start:dateRange', 'atLeast', '2026-01-01'],
    [{ '>': [{ workdays: [{ var: 'dateRange' }] }, 2.5] }, 'workdays:dateRange', 'more', 2.5],
    [{ '>': [{ sum: [{ var: 'items.amount' }] }, 1000] }, 'sum:items.amount', 'more', 1000],
    [{ contains: [{ var: '$initiator.roles' }, 'hr'] }, 'value:$initiator.roles', 'contains', 'hr'],
    [{ '==': [{ var: 'gone' }, null] }, 'value:gone', 'is', null],
  ])('%j', (expr, operand, comparison, value) => {
    const condition = read(expr);
    expect(condition).toEqual({ match: 'all', parts: [{ operand, comparison, value }] });
    expect(writeCondition(condition)).toEqual(expr);
  });

  it('reads operands without brackets', () => {
    expect(read({ '!': { empty: { var: 'handover' } } }).parts).toMatchObject([{ comparison: 'filled' }]);
    expect(read({ '>': [{ workdays: { var: 'dateRange' } }, 1] }).parts).toMatchObject([
      { operand: 'workdays:dateRange' },
    ]);
  });

  it.each(['and', 'or'])('joins comparisons with %s', (word) => {
    const expr = { [word]: [{ '>': [{ var: 'days' }, 3] }, { '==': [{ var: 'type' }, 'sick'] }] };
    const condition = read(expr);
    expect(condition.match).toBe(word === 'and' ? 'all' : 'any');
    expect(writeCondition(condition)).toEqual(expr);
  });

  it.each([
    { and: [{ or: [{ '>': [{ var: 'days' }, 3] }] }, { '>': [{ var: 'days' }, 3] }] },
    {
      or: [
        { and: [{ '>': [{ var: 'days' }, 3] }, { or: [{ empty: [{ var: 'reason' }] }, true] }] },
        { empty: [{ var: 'type' }] },
      ],
    },
    { and: [{ '>': [{ var: 'days' }, 3] }] },
  ])('nests groups: %j', (expr) => {
    const condition = read(expr);
    expect(JSON.stringify(condition)).toContain('"match"');
    expect(writeCondition(condition)).toEqual(expr);
  });

  it('compares a date-time with a moment', () => {
    const { app } = addField(leaveApp(), 'dateTime', undefined, (prefix) => prefix);
    const ofTimes = operandsOf(app);
    const at = ofTimes.find((each) => each.key === 'value:dateTime');
    expect(at?.type).toBe('dateTime');
    expect(at && comparisonsOf(at.type)).toContain('atMost');
    const expr = { '<=': [{ var: 'dateTime' }, '2026-11-27T09:00:00+08:00'] };
    const condition = readCondition(expr, ofTimes);
    expect(condition.parts).toEqual([
      { operand: 'value:dateTime', comparison: 'atMost', value: '2026-11-27T09:00:00+08:00' },
    ]);
    expect(writeCondition(condition)).toEqual(expr);
  });
  it.each(['choices', 'persons', 'departments'] as const)('asks whether %s have a value', (kind) => {
    const { app } = addField(leaveApp(), kind, undefined, (prefix) => prefix);
    const ofLists = operandsOf(app);
    const list = ofLists.find((each) => each.type === kind);
    expect(list && comparisonsOf(list.type)).toEqual(['contains', 'containsNot', 'filled', 'empty']);
    const expr = { '!': [{ contains: [{ var: list?.path }, 'a'] }] };
    const condition = readCondition(expr, ofLists);
    expect(condition.parts).toEqual([{ operand: list?.key, comparison: 'containsNot', value: 'a' }]);
    expect(writeCondition(condition)).toEqual(expr);
    // Equality is of single values, so a list is not offered it.
    expect(list && comparisonsOf(list.type)).not.toContain('is');
  });
  it('keeps text that is no formula yet apart from comparisons', () => {
    const expr = { and: [{ '>': [{ var: 'days' }, 3] }, { text: '[Days] >' }] };
    const condition = read(expr);
    expect(condition.parts[1]).toEqual({ expr: { text: '[Days] >' } });
    expect(writeCondition(condition)).toEqual(expr);
  });
  it('leaves what is no comparison as a formula', () => {
    for (const expr of [
      true,
      { '>': [3, { var: 'days' }] },
      { '>': [{ '+': [{ var: 'days' }, 1] }, 3] },
      { '>': [{ var: 'days' }, { var: 'days' }] },
      { if: [{ empty: [{ var: 'days' }] }, true, false] },
      { '!': [{ '>': [{ var: 'days' }, 3] }] },
    ]) {
      expect(read(expr)).toEqual({ match: 'all', parts: [{ expr }] });
      expect(writeCondition(read(expr))).toEqual(expr);
    }
  });

  it('offers the columns of the row where a condition is judged row by row', () => {
    const ofRow = operandsOf(everyKind(), 'items');
    expect(ofRow.map((operand) => operand.key)).toContain('value:$row.amount');
    const expr = { '>': [{ var: '$row.amount' }, 3] };
    expect(readCondition(expr, ofRow).parts).toEqual([{ operand: 'value:$row.amount', comparison: 'more', value: 3 }]);
  });

  it('is nothing when nothing is compared', () => {
    expect(read(undefined)).toEqual({ match: 'all', parts: [] });
    expect(writeCondition({ match: 'any', parts: [] })).toBeUndefined();
  });

  it('gives back every comparison of every operand', () => {
    for (const operand of operands) {
      for (const comparison of comparisonsOf(operand.type)) {
        const value = !takesValue(comparison)
          ? null
          : takesList(comparison)
            ? ['a']
            : operand.type === 'number'
              ? 1
              : 'a';
        const condition = { match: 'all' as const, parts: [{ operand: operand.key, comparison, value }] };
        expect(read(writeCondition(condition))).toEqual(condition);
      }
    }
  });
});

describe('what is missing', () => {
  it('is seen and written down, so that a half-made condition survives a reload', () => {
    const [, days] = operands;
    const clause = days ? clauseFor(days) : undefined;
    expect(clause).toEqual({ operand: 'value:days', comparison: 'more', value: null });
    expect(clause && isIncomplete(clause)).toBe(true);
    expect(writeCondition({ match: 'all', parts: clause ? [clause] : [] })).toEqual({ '>': [{ var: 'days' }, null] });
  });

  it('names the branches', () => {
    expect(incompletePlaces(leaveApp())).toEqual([]);
    expect(incompletePlaces(setEdge(leaveApp(), 'e3', { when: { in: [{ var: 'type' }, []] } }))).toEqual([
      'flow.edges.e3',
    ]);
  });

  it('does not ask for a value where none belongs', () => {
    expect(isIncomplete({ operand: 'value:days', comparison: 'empty', value: null })).toBe(false);
    expect(isIncomplete({ operand: 'value:days', comparison: 'is', value: 0 })).toBe(false);
    expect(isIncomplete({ operand: 'value:reason', comparison: 'is', value: '' })).toBe(true);
  });
});
