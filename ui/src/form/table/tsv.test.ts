import { describe, expect, it } from 'vitest';
import { parseTsv, unguarded, writeTsv } from './tsv';

describe('parseTsv', () => {
  it.each<[name: string, text: string, rows: string[][]]>([
    [
      'cells and rows',
      'a\tb\nc\td',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['what Windows and old Macs end lines with', 'a\r\nb\rc', [['a'], ['b'], ['c']]],
    ['a break after the last row', 'a\tb\r\n', [['a', 'b']]],
    [
      'empty cells, also at the ends',
      '\ta\t\n\t\tb',
      [
        ['', 'a', ''],
        ['', '', 'b'],
      ],
    ],
    ['an empty row between others, but none at the end', 'a\n\nb\n\t\n\n', [['a'], [''], ['b']]],
    ['tabs, lines and quotes in quotes', '"a\tb"\t"c\nd"\n"e ""f"""', [['a\tb', 'c\nd'], ['e "f"']]],
    ['an inch sign, which opens nothing', '5"\t3" pipe', [['5"', '3" pipe']]],
    ['a quote that is never closed', '"a\tb', [['"a', 'b']]],
    ['a quoted word with more behind it', '"a" b\tc', [['"a" b', 'c']]],
    ['a byte order mark', '\uFEFFa', [['a']]],
    ['nothing', '', []],
  ])('reads %s', (_, text, rows) => {
    expect(parseTsv(text)).toEqual(rows);
  });
});

describe('writeTsv', () => {
  it('is read back as it was, whatever is in the cells', () => {
    const rows = [
      ['plain', 'tab\there', 'two\nlines', 'say "so"', ''],
      ['-5', '-1,234.5', '12.5%', '5"', '"quoted"'],
    ];
    expect(parseTsv(writeTsv(rows))).toEqual(rows);
  });

  it.each(['=1+1', '+1+1', '@SUM(A1)', '-2+3', '=HYPERLINK("http://x")', '\t=1'])(
    'keeps %j from being computed',
    (text) => {
      const [[cell = ''] = []] = parseTsv(writeTsv([[text]]));
      expect(cell).toBe(`'${text}`);
      expect(unguarded(cell)).toBe(text);
    },
  );

  it('leaves an apostrophe that guards nothing', () => {
    expect(unguarded("'tis")).toBe("'tis");
    expect(writeTsv([['-12.50']])).toBe('-12.50');
  });
});
