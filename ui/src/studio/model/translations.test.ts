import { describe, expect, it } from 'vitest';
import { readCsv, writeCsv } from './csv';
import { addField } from './fields';
import { leaveApp } from './testing/leave';
import { countingIds } from './testing/sound';
import { lacks, setWording, setWordings, wordingsOf } from './translations';

const app = leaveApp();

describe('the words of an app', () => {
  it('are listed with ids that stay when things move, missing ones too', () => {
    const ids = wordingsOf(app).map((each) => each.id);
    for (const id of [
      'app/name',
      'app/title',
      'form/sections/when',
      'form/fields/items.amount/title',
      'form/fields/type/options/sick',
      'rules/cover/name',
      'flow/nodes/manager/name',
      'flow/edges/e3/name',
    ]) {
      expect(ids).toContain(id);
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain('form/fields/days/help');
    const missing = wordingsOf(app)
      .filter((each) => lacks(each.text))
      .map((each) => each.id);
    expect(missing).toContain('form/sections/when');
    expect(missing).not.toContain('form/fields/days/title');
  });

  it('of every kind of thing can be set', () => {
    const full = addField(addField(app, 'note', undefined, countingIds()).app, 'tree', undefined, countingIds()).app;
    for (const { id } of wordingsOf(full)) {
      const next = setWording(full, id, 'zh-CN', '新');
      expect(wordingsOf(next).find((each) => each.id === id)?.text['zh-CN'], id).toBe('新');
      const others = (of: typeof app) =>
        wordingsOf(of)
          .filter((each) => each.id !== id)
          .map((each) => each.text);
      expect(others(next), id).toEqual(others(full));
    }
    expect(setWording(app, 'nothing', 'en', 'x')).toBe(app);
  });

  it('come from a file in one step, and empty cells take nothing away', () => {
    const words = new Map([
      ['form/sections/when', { 'zh-CN': '时间', en: '' }],
      ['rules/cover/name', { en: 'Long leave needs cover' }],
      ['form/fields/gone/title', { en: 'x' }],
    ]);
    const { app: next, changed, unknown } = setWordings(app, words);
    expect({ changed, unknown }).toEqual({ changed: 1, unknown: 1 });
    expect(next.form.layout.sections[0]?.title).toEqual({ en: 'When', 'zh-CN': '时间' });
  });
});

describe('CSV', () => {
  const rows = [
    ['id', 'en'],
    ['=1+1', '@SUM(A1)'],
    ['-2', "'=quoted"],
    ["it's", 'a "b", c'],
    ['two\nlines', ''],
    ['', '\ttab'],
  ];
  it('comes back as it was written', () => {
    expect(readCsv(writeCsv(rows))).toEqual(rows);
  });
  it('has no cell that a spreadsheet would run', () => {
    const cells = writeCsv(rows)
      .slice(1)
      .split(/[,\r\n]+/)
      .map((cell) => cell.replace(/^"/, ''));
    expect(cells.filter((cell) => /^[=+\-@\t]/.test(cell))).toEqual([]);
  });
  it('is read as spreadsheets of other countries save it', () => {
    expect(readCsv('a;b\n1;"2;3"\n')).toEqual([
      ['a', 'b'],
      ['1', '2;3'],
    ]);
    expect(readCsv('a\tb\r\n1\t2')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(readCsv('a,b,')).toEqual([['a', 'b', '']]);
    expect(readCsv('"open')).toEqual([['open']]);
    expect(readCsv('')).toEqual([]);
    expect(readCsv('a'.repeat(2_000_001))).toBeUndefined();
  });
});
