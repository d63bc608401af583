import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../core/form';
import { type PasteInput, planPaste } from './plan';
import { sumOf } from './sum';
import { parseTsv } from './tsv';

const [table] = fieldsOf({
  schema: {
    type: 'object',
    properties: {
      items: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            what: { type: 'string' },
            amount: { type: 'number' },
            urgent: { type: 'boolean' },
            gross: { type: 'number' },
          },
        },
      },
    },
  },
  layout: {
    sections: [],
    fields: {
      items: { columns: ['what', 'amount', 'gross', 'urgent'] },
      'items.what': { title: { en: 'What', 'zh-CN': '项目' } },
      'items.amount': { title: { en: 'Amount', 'zh-CN': '金额' } },
      'items.gross': { title: { en: 'Gross' } },
      'items.urgent': { title: { en: 'Urgent' } },
    },
  },
});

function plan(text: string, over: Partial<PasteInput> = {}) {
  return planPaste({
    grid: parseTsv(text),
    columns: table?.columns ?? [],
    locked: new Set(['gross']),
    rows: [],
    at: { row: 0, column: 0 },
    most: 100,
    emptyRow: () => ({ urgent: false }),
    look: { person: () => undefined, department: () => undefined },
    ...over,
  });
}

const rowsOf = (made: ReturnType<typeof plan>) => (made.ok ? made.rows : made);

describe('planPaste', () => {
  it('fills rows from the cell on, and adds those that are missing', () => {
    const rows = [{ what: 'Pen', amount: 1, urgent: true }];
    const made = plan('2\t99\tyes\n3\t99\tno', { rows, at: { row: 0, column: 1 } });
    expect(rowsOf(made)).toEqual([
      { what: 'Pen', amount: 2, urgent: true },
      { amount: 3, urgent: false },
    ]);
    expect(rows).toEqual([{ what: 'Pen', amount: 1, urgent: true }]);
  });

  it('skips a row of headings, and puts each column where its title says', () => {
    const made = plan('金额 (CNY)\tNote\tWhat *\n12\tx\tTea\n13\ty\tCake', { at: { row: 0, column: 2 } });
    expect(rowsOf(made)).toEqual([
      { amount: 12, what: 'Tea', urgent: false },
      { amount: 13, what: 'Cake', urgent: false },
    ]);
    expect(made).toMatchObject({ ok: true, count: 2, ignored: ['Note'] });
  });

  it('never writes a column that is computed', () => {
    const made = plan('Gross\tWhat\n99\tTea');
    expect(rowsOf(made)).toEqual([{ what: 'Tea', urgent: false }]);
    expect(made).toMatchObject({ ignored: [] });
  });

  it('keeps what cannot be read as it was written', () => {
    const made = plan('Tea\tabout 12\t\tmaybe');
    expect(rowsOf(made)).toEqual([{ what: 'Tea', amount: 'about 12', urgent: 'maybe' }]);
    const cells = made.ok ? made.cells.filter((cell) => cell.unread) : [];
    expect(cells).toEqual([
      { row: 0, column: 'amount', text: 'about 12', unread: true },
      { row: 0, column: 'urgent', text: 'maybe', unread: true },
    ]);
  });

  it('empties a cell where an empty one is pasted, and leaves those beside the paste', () => {
    const rows = [{ what: 'Tea', amount: 1, urgent: true, gross: 2 }];
    expect(rowsOf(plan('\t7', { rows }))).toEqual([{ amount: 7, urgent: true, gross: 2 }]);
  });

  it.each<[name: string, made: unknown, want: unknown]>([
    ['more rows than the table takes', plan('a\nb\nc', { most: 2 }), { ok: false, why: 'tooMany', most: 2, wanted: 3 }],
    [
      'new rows where none may be added',
      plan('a\nb', { fixed: true, rows: [{ what: 'x' }] }),
      { ok: false, why: 'fixed', most: 1, wanted: 2 },
    ],
    ['nothing', plan(''), { ok: false, why: 'empty' }],
    ['headings alone', plan('What\tAmount'), { ok: false, why: 'empty' }],
    ['computed columns alone', plan('5', { at: { row: 0, column: 2 } }), { ok: false, why: 'empty' }],
  ])('refuses %s', (_, made, want) => {
    expect(made).toEqual(want);
  });

  it('tells how many columns did not fit', () => {
    expect(plan('1\t2\tyes\tmore\t\nx', { at: { row: 0, column: 1 } })).toMatchObject({ ok: true, beyond: 1 });
    expect(plan('Tea\t1\t\tyes')).toMatchObject({ ok: true, beyond: 0 });
  });

  it('takes 1,000 rows at once', () => {
    const text = Array.from({ length: 1000 }, (_, i) => `Item ${i}\t${i}.25`).join('\n');
    const made = plan(text, { most: 1000 });
    expect(made).toMatchObject({ ok: true, count: 1000 });
    expect(sumOf(rowsOf(made), 'amount')).toBe('499750');
  });
});

describe('sumOf', () => {
  it('is exact, and counts only numbers', () => {
    expect(sumOf([{ a: 0.1 }, { a: 0.2 }, { a: '5' }, {}, null, { a: 19.99 }], 'a')).toBe('20.29');
    expect(sumOf([], 'a')).toBe('0');
    expect(sumOf('masked', 'a')).toBe('0');
  });
});
