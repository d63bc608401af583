/** Begins a formula in a spreadsheet: a cell that starts so is quoted with an apostrophe, which shows as nothing there. */
const FORMULA = /^[=+\-@\t\r]/;
const QUOTED = /^'(?=[=+\-@\t\r'])/;

/** The caps of a file that is read. */
export const MAX_CSV = 2_000_000;
const MAX_ROWS = 20_000;

function cell(value: string): string {
  // One more apostrophe where the text itself begins with one, so that none is taken for a quote when it is read.
  const safe = FORMULA.test(value) || QUOTED.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Writes rows as CSV (RFC 4180) that spreadsheets open as UTF-8 and whose cells none of them runs. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/** Reads CSV as spreadsheets save it, with commas, semicolons or tabs; undefined for what is too much. */
export function readCsv(source: string): string[][] | undefined {
  if (source.length > MAX_CSV) return undefined;
  const text = source.replace(/^\ufeff/, '');
  const [head = ''] = text.split(/\r?\n/, 1);
  const separator = [';', '\t'].find((each) => head.includes(each) && !head.includes(',')) ?? ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let value = '';
    if (text[at] === '"') {
      for (at++; at < text.length; at++) {
        if (text[at] !== '"') value += text[at];
        else if (text[at + 1] === '"') value += text[at++];
        else break;
      }
      at++;
    }
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') value += text[at++];
    row.push(value.replace(QUOTED, ''));
    if (text[at] === separator) {
      at++;
      // A separator at the very end leads to one more cell, which is empty.
      if (at === text.length) row.push('');
      continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    rows.push(row);
    if (rows.length > MAX_ROWS) return undefined;
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
