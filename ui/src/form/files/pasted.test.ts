import { describe, expect, it } from 'vitest';
import { pastedFiles } from './pasted';

const now = new Date(2026, 10, 28, 9, 5, 7);
const pasted = (text: string, names: string[]) =>
  pastedFiles(
    {
      files: names.map((name) => new File(['x'], name, { type: 'image/png' })) as unknown as FileList,
      getData: () => text,
    },
    now,
    (time) => `Pasted ${time}`,
  ).map((file) => [file.name, file.type, file.size]);
const named = (...names: string[]) => pasted('', names);

describe('pastedFiles', () => {
  it('names a picture from the screen by the time, and leaves files their names', () => {
    expect(named('image.png', 'bill.png', 'my image.png', 'image.jpeg', 'image')).toEqual([
      ['Pasted 2026-11-28 09.05.07.png', 'image/png', 1],
      ['bill.png', 'image/png', 1],
      ['my image.png', 'image/png', 1],
      ['Pasted 2026-11-28 09.05.07.jpeg', 'image/png', 1],
      ['image', 'image/png', 1],
    ]);
    expect(named()).toEqual([]);
  });

  it('leaves the cells of a spreadsheet to the table, whatever picture comes with them', () => {
    expect(pasted('a\tb', ['image.png'])).toEqual([]);
    expect(pasted('bill.pdf', ['bill.pdf'])).toEqual([['bill.pdf', 'image/png', 1]]);
  });
});
