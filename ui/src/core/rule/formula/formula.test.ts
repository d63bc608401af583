import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { check } from '../check';
import { isDecimal, textOf } from '../number';
import { type Node, parse } from '../parse';
import type { Types } from '../types';
import type { Labels } from '../words';
import { FormulaError } from './error';
import { namingOf } from './naming';
import { readFormula } from './read';
import { writeFormula } from './write';

const types: Types = {
  days: { kind: 'number' },
  type: { kind: 'text', options: ['annual', 'sick'] },
  period: { kind: 'dateRange' },
  note: { kind: 'text' },
  other: { kind: 'text' },
  price: { kind: 'number' },
  flag: { kind: 'boolean' },
  items: { kind: 'table' },
  'items.price': { kind: 'number' },
  'items.qty': { kind: 'number' },
  'items.kind': { kind: 'text', options: ['taxi', 'meal'] },
};
const labels: Labels = {
  fields: {
    days: { en: 'Days', 'zh-CN': '天数' },
    type: { en: 'Leave type', 'zh-CN': '假期类型' },
    period: { en: 'Dates', 'zh-CN': '起止日期' },
    note: { en: 'A [note]', 'zh-CN': '备注' },
    other: { en: 'Twin', 'zh-CN': '备注' },
    price: { en: 'Price', 'zh-CN': '单价' },
    flag: { en: 'Twin', 'zh-CN': '过夜' },
    items: { en: 'Items', 'zh-CN': '明细' },
    'items.price': { en: 'Price', 'zh-CN': '单价' },
    'items.qty': { en: 'Quantity', 'zh-CN': '数量' },
    'items.kind': { en: 'Kind', 'zh-CN': '类别' },
  },
  options: {
    type: { annual: { en: 'Annual leave', 'zh-CN': '年假' }, sick: { en: 'Sick leave', 'zh-CN': '病假' } },
    'items.kind': { taxi: { en: 'Taxi', 'zh-CN': '出租车' } },
  },
};
const en = namingOf({ types, labels, lang: 'en' });
const zh = namingOf({ types, labels, lang: 'zh-CN' });
const row = namingOf({ types, labels, lang: 'zh-CN', table: 'items' });
const v = (name: string) => ({ var: name });

/** An expression in its plainest form, so that two ways to write it compare. */
function plain(n: Node): unknown {
  if (n.type === 'op') return { [n.op]: n.args.map(plain) };
  if (n.type === 'list') return n.args.map(plain);
  if (n.type === 'var') return { var: n.name };
  return isDecimal(n.value) ? `number ${textOf(n.value)}` : { value: n.value };
}
const plainly = (expr: unknown) => plain(parse(expr).root);

describe('formula text', () => {
  it.each([
    ['[Days] + 1', { '+': [v('days'), 1] }, '[天数] + 1'],
    ['[Days] * [Price] - 2', { '-': [{ '*': [v('days'), v('price')] }, 2] }, '[天数] * [单价] - 2'],
    ['sum([Items.Price])', { sum: [v('items.price')] }, 'sum([明细.单价])'],
    [
      'if([Days] > 3, "long", "short")',
      { if: [{ '>': [v('days'), 3] }, 'long', 'short'] },
      'if([天数] > 3, "long", "short")',
    ],
    ['[Leave type] = "Sick leave"', { '==': [v('type'), 'sick'] }, '[假期类型] = "病假"'],
    [
      '[Leave type] in {"Annual leave", "other"}',
      { in: [v('type'), ['annual', 'other']] },
      '[假期类型] in {"年假", "other"}',
    ],
    ['workdays([Dates])', { workdays: [v('period')] }, 'workdays([起止日期])'],
    [
      'daysBetween(today(), [Dates.start])',
      { daysBetween: [v('$today'), v('period.start')] },
      'daysBetween(today(), [起止日期.开始])',
    ],
    ['"hr" in [Initiator.roles]', { in: ['hr', v('$initiator.roles')] }, '"hr" in [发起人.角色]'],
    ['[A [note]]] & "say ""hi"""', { cat: [v('note'), 'say "hi"'] }, '[@note] & "say ""hi"""'],
    ['[@flag]', v('flag'), '[过夜]'],
    ['-(2) * -3', { '*': [{ '-': [2] }, -3] }, '-(2) * -3'],
    ['1 - (2 - 3) - 4', { '-': [{ '-': [1, { '-': [2, 3] }] }, 4] }, '1 - (2 - 3) - 4'],
    ['(1 + 2) + 3 + 4', { '+': [{ '+': [1, 2] }, 3, 4] }, '(1 + 2) + 3 + 4'],
    [
      'not([Days] > 3) and ([@flag] or true)',
      { and: [{ '!': [{ '>': [v('days'), 3] }] }, { or: [v('flag'), true] }] },
      'not([天数] > 3) and ([过夜] or true)',
    ],
    ['add([Days])', { '+': [v('days')] }, 'add([天数])'],
    ['ifEmpty(null, {})', { ifEmpty: [null, []] }, 'ifEmpty(null, {})'],
  ])('writes and reads %s', (text, expr, chinese) => {
    expect(writeFormula(expr, en)).toBe(text);
    expect(readFormula(text, en).expr).toEqual(expr);
    expect(writeFormula(expr, zh)).toBe(chinese);
    expect(readFormula(chinese, zh).expr).toEqual(expr);
  });

  it('means a column of its own row before a field of the form', () => {
    expect(readFormula('[单价] * [数量]', row).expr).toEqual({ '*': [v('$row.price'), v('$row.qty')] });
    expect(writeFormula({ '*': [v('price'), v('items.price')] }, row)).toBe('[@price] * [明细.单价]');
    expect(readFormula('[类别] = "出租车"', row).expr).toEqual({ '==': [v('$row.kind'), 'taxi'] });
  });

  it.each([
    ['[天数]＋１'.replace('１', '1'), { '+': [v('days'), 1] }],
    ['if（[天数] ≥ 3， “长”， “短”）', { if: [{ '>=': [v('days'), 3] }, '长', '短'] }],
    ['SUM(【明细.单价】) × 2', { '*': [{ sum: [v('items.price')] }, 2] }],
    ['[days] == 1 && ![flag]', { and: [{ '==': [v('days'), 1] }, { '!': [v('flag')] }] }],
    ['AND([flag], Or([flag]))', { and: [v('flag'), { or: [v('flag')] }] }],
    ['.5 + 1.', { '+': [0.5, 1] }],
  ])('reads what people write: %s', (text, expr) => {
    expect(readFormula(text, zh).expr).toEqual(expr);
  });

  it.each([
    ['', 'formula.empty', ''],
    ['[Days] +', 'formula.unfinished', '+'],
    ['[Days] 3', 'formula.unexpected', '3'],
    ['1 + )', 'formula.unexpected', ')'],
    ['sum([Days]', 'formula.unclosed', 'sum([Days]'],
    ['(1 + 2', 'formula.unclosed', '(1 + 2'],
    ['1 + "abc', 'formula.unclosed', '"abc'],
    ['[Dayz] + 1', 'formula.unknownName', '[Dayz]'],
    ['[Twin]', 'formula.unknownName', '[Twin]'],
    ['1 + total(2)', 'formula.unknownFunction', 'total'],
    ['sum + 1', 'formula.noBrackets', 'sum'],
    ['1 # 2', 'formula.unexpected', '#'],
    ['1 + round(1, 2, 3)', 'rule.arity', 'round(1, 2, 3)'],
    ['1 + today(2)', 'rule.arity', 'today(2)'],
    ['1 + 1234567890123456', 'rule.number', '1234567890123456'],
    ['[Days] > now()', 'rule.noNow', 'now'],
    ['1 = 2 = 3', 'formula.unexpected', '='],
    ['('.repeat(5000), 'rule.tooDeep', undefined],
    ['-'.repeat(5000), 'rule.tooDeep', undefined],
    ['not '.repeat(2000), 'rule.tooDeep', undefined],
    ['1+'.repeat(6000), 'formula.tooLong', undefined],
  ])('says what is wrong with %.30s, and where', (text, code, place) => {
    let error: unknown;
    try {
      readFormula(text, en);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(FormulaError);
    const { code: got, from, to } = error as FormulaError;
    expect(got).toBe(code);
    if (place !== undefined) expect(text.slice(from, to)).toBe(place);
  });

  it('finds the place of what the type check says', () => {
    const text = '1 + round([Leave type], 2)';
    const { expr, spanOf } = readFormula(text, en);
    const [finding] = check(parse(expr), types, { kind: 'number' });
    const { from, to } = spanOf(String(finding?.params?.at));
    expect([finding?.code, text.slice(from, to)]).toEqual(['rule.type', '[Leave type]']);
  });

  it('writes 10,000 random expressions so that they read back the same, by titles and by ids', () => {
    const file = resolve(import.meta.dirname, '../../../../../builder/rule/testdata/random.jsonl.gz');
    const [head = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
    const world = JSON.parse(head) as { types: Types };
    const titles: Labels = {
      fields: {
        n: { en: 'Number' },
        m: { en: 'Number' },
        s: { en: 'Some "text"]' },
        rows: { en: 'Rows' },
        'rows.price': { en: 'n' },
      },
      options: { kind: { taxi: { en: 'Cab' }, hotel: { en: 'taxi' }, meal: { en: 'Cab' } } },
    };
    const namings = [undefined, 'en', 'zh-CN'].map((lang) => namingOf({ types: world.types, labels: titles, lang }));
    const apart: string[] = [];
    for (const line of lines) {
      const { e } = JSON.parse(line) as { e: unknown };
      for (const naming of namings) {
        const text = writeFormula(e, naming);
        const back = JSON.stringify(plainly(readFormula(text, naming).expr));
        if (back !== JSON.stringify(plainly(e))) apart.push(`${JSON.stringify(e)} → ${text}`);
      }
    }
    expect(lines.length).toBeGreaterThanOrEqual(10_000);
    expect(apart.slice(0, 5)).toEqual([]);
  });
});
