import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../core/form';
import { fromLocal } from '../widgets/localTime';
import { readCell, unread } from './readCell';
import { type Wording, writeCell } from './writeCell';

const text = { type: 'string' };
const form = {
  schema: {
    type: 'object',
    properties: {
      line: text,
      lines: text,
      number: { type: 'number' },
      money: { type: 'number' },
      percent: { type: 'number' },
      minutes: { type: 'integer' },
      flag: { type: 'boolean' },
      date: { type: 'string', format: 'date' },
      time: { type: 'string', format: 'time' },
      moment: { type: 'string', format: 'date-time' },
      days: {
        type: 'object',
        properties: { start: { type: 'string', format: 'date' }, end: { type: 'string', format: 'date' } },
      },
      halves: {
        type: 'object',
        properties: {
          start: { type: 'string', format: 'date' },
          startHalf: { type: 'string', enum: ['am', 'pm'] },
          end: { type: 'string', format: 'date' },
          endHalf: { type: 'string', enum: ['am', 'pm'] },
        },
      },
      kind: { type: 'string', enum: ['a', 'b', 'c', 'd'] },
      kinds: { type: 'array', items: { type: 'string', enum: ['a', 'b', 'c'] } },
      who: { type: 'string', format: 'person' },
      several: { type: 'array', items: { type: 'string', format: 'person' } },
      place: { type: 'string', format: 'department' },
      listed: { type: 'string', format: 'option' },
      listedMany: { type: 'array', items: { type: 'string', format: 'option' } },
      data: { type: 'array', items: { type: 'number' } },
    },
  },
  layout: {
    sections: [],
    fields: {
      lines: { widget: 'textarea' },
      money: { widget: 'money', currency: 'CNY' },
      percent: { widget: 'percent' },
      minutes: { widget: 'duration' },
      kind: {
        options: {
          a: { en: 'Train', 'zh-CN': '火车' },
          b: { en: 'Taxi', 'zh-CN': '出租车' },
          c: { en: 'Same' },
          d: { en: 'same ' },
        },
      },
      kinds: { options: { a: { en: 'Food, drink' }, b: { en: 'Bed' }, c: { en: '票' } } },
    },
  },
} as const;
const fields = new Map(fieldsOf(form).map((field) => [field.id, field]));
const look = {
  person: (name: string) => ({ 李雷: 'p1', 'lei li': 'p1', anna: 'p2' })[name.toLowerCase()],
  department: (name: string) => (name === '财务部' ? 'd1' : undefined),
};

function at(id: string) {
  const field = fields.get(id);
  if (!field) throw new Error(`no field ${id}`);
  return field;
}

const range = (start: string, end: string) => ({ start, end });

it('copies no files', () => {
  const wording: Wording = { language: 'en', yes: 'Yes', no: 'No', name: (id) => id };
  for (const kind of ['attachments', 'images'] as const) {
    expect(writeCell({ ...at('data'), kind }, [{ id: 'f1', name: 'secret.pdf' }], wording)).toBe('');
  }
});

describe('readCell', () => {
  it.each<[field: string, text: string, value: unknown]>([
    ['line', '  two\n lines ', 'two lines'],
    ['lines', 'two\nlines', 'two\nlines'],
    ['line', '   ', undefined],
    ['number', '1,234.50', 1234.5],
    ['number', '１２３４．５', 1234.5],
    ['number', '1\u00a0234', 1234],
    ['number', '(12.5)', -12.5],
    ['number', '−3', -3],
    ['number', '19.99', 19.99],
    ['number', '-', undefined],
    ['money', '￥ 1,234', 1234],
    ['money', '¥19.99', 19.99],
    ['money', 'CNY 19.99', 19.99],
    ['money', 'US$5', 5],
    ['money', '88元', 88],
    ['money', '-￥3', -3],
    ['percent', '12.5%', 12.5],
    ['percent', '12.5', 12.5],
    ['minutes', '90', 90],
    ['minutes', '1:30', 90],
    ['minutes', '1 h 30 min', 90],
    ['minutes', '1小时30分钟', 90],
    ['minutes', '1.5h', 90],
    ['flag', 'Yes', true],
    ['flag', '否', false],
    ['flag', 'TRUE', true],
    ['date', '2026-03-05', '2026-03-05'],
    ['date', '2026/3/5', '2026-03-05'],
    ['date', '2026年3月5日', '2026-03-05'],
    ['date', '2026年3月5日 星期四', '2026-03-05'],
    ['date', '5 Mar 2026', '2026-03-05'],
    ['date', 'Thu, 5 Mar 2026', '2026-03-05'],
    ['date', 'March 5, 2026', '2026-03-05'],
    ['date', '20260305', '2026-03-05'],
    ['date', '25/3/2026', '2026-03-25'],
    ['date', '3/25/2026', '2026-03-25'],
    ['date', '5/5/2026', '2026-05-05'],
    ['date', '2026-03-05 00:00:00', '2026-03-05'],
    ['time', '9:30', '09:30'],
    ['time', '9:30 PM', '21:30'],
    ['time', '12:05 am', '00:05'],
    ['time', '下午2:30', '14:30'],
    ['time', '9点', '09:00'],
    ['moment', '2026-03-05 9:30', fromLocal('2026-03-05T09:30')],
    ['moment', '2026-03-05T09:30:00+08:00', '2026-03-05T09:30:00+08:00'],
    ['days', '2026-03-05 – 2026-03-07', range('2026-03-05', '2026-03-07')],
    ['days', '2026年3月5日至2026年3月7日', range('2026-03-05', '2026-03-07')],
    ['days', '2026/3/5', range('2026-03-05', '2026-03-05')],
    ['halves', '2026-03-05 pm – 2026-03-07', { ...range('2026-03-05', '2026-03-07'), startHalf: 'pm', endHalf: 'pm' }],
    ['halves', '2026-03-05 – 2026-03-07 am', { ...range('2026-03-05', '2026-03-07'), startHalf: 'am', endHalf: 'am' }],
    ['kind', 'train', 'a'],
    ['kind', ' 出租车 ', 'b'],
    ['kind', 'b', 'b'],
    ['kinds', 'Food, drink', ['a']],
    ['kinds', 'Bed、Food, drink；票', ['b', 'a', 'c']],
    ['kinds', 'Bed, bed', ['b']],
    ['who', '李雷', 'p1'],
    ['several', 'Lei Li, Anna', ['p1', 'p2']],
    ['place', '财务部', 'd1'],
    ['data', '[1, 2]', [1, 2]],
    ['listed', 'R-1', 'R-1'],
    ['listedMany', 'R-1, R-2, R-1', ['R-1', 'R-2']],
  ])('reads %s from %j', (id, text, value) => {
    expect(readCell(at(id), text, look)).toEqual(value);
  });

  it.each<[field: string, text: string, why: string]>([
    ['number', '12,50', 'a comma that is no thousands separator'],
    ['number', '1,23,456', 'commas at odd places'],
    ['number', '12.5%', 'a percentage where none is asked for'],
    ['number', '1e3', 'an exponent'],
    ['number', 'twelve', 'a word'],
    ['number', '1.2.3', 'two points'],
    ['money', '￥', 'a sign alone'],
    ['flag', 'perhaps', 'neither'],
    ['date', '3/5/2026', 'two readings'],
    ['date', '2026-02-30', 'a day that there is not'],
    ['date', '5 Foo 2026', 'a month that there is not'],
    ['date', '2026-03-05 09:30', 'more than a date'],
    ['time', '25:00', 'an hour that there is not'],
    ['days', '2026-03-05 – tomorrow', 'half a range'],
    ['kind', 'Same', 'two options of that name'],
    ['kind', 'Bus', 'no option'],
    ['kinds', 'Bed, Bus', 'one that is no option'],
    ['who', 'Nobody', 'nobody'],
    ['several', 'Anna, Nobody', 'one of them nobody'],
    ['minutes', 'soon', 'no length'],
    ['data', '[1', 'no JSON'],
  ])('does not read %s from %j: %s', (id, text) => {
    expect(readCell(at(id), text, look)).toBe(unread);
  });

  it.each<[field: string, value: unknown]>([
    ['line', '=1+1'],
    ['number', -1234.5],
    ['percent', 12.5],
    ['minutes', 90],
    ['flag', false],
    ['date', '2026-03-05'],
    ['time', '09:30'],
    ['moment', '2026-03-05T09:30:00+08:00'],
    ['days', range('2026-03-05', '2026-03-07')],
    ['halves', { ...range('2026-03-05', '2026-03-07'), startHalf: 'pm', endHalf: 'am' }],
    ['kind', 'b'],
    ['kinds', ['b', 'a']],
    ['who', 'p1'],
    ['several', ['p1', 'p2']],
    ['place', 'd1'],
    ['data', [1, 2]],
  ])('reads back what %s writes, in both languages', (id, value) => {
    const name = (of: string) => ({ p1: '李雷', p2: 'Anna', d1: '财务部' })[of] ?? of;
    const wordings: Wording[] = [
      { language: 'en', yes: 'Yes', no: 'No', name },
      { language: 'zh-CN', yes: '是', no: '否', name },
    ];
    for (const wording of wordings) {
      expect(readCell(at(id), writeCell(at(id), value, wording), look)).toEqual(value);
    }
  });
});
