/** Rows as spreadsheets put them on the clipboard: tabs between cells, quotes around those that hold tabs or lines. */

/** Reads tab-separated text. Quotes count only at the start of a cell, as spreadsheets write them. */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  while (at <= plain.length) {
    const quoted = plain[at] === '"' ? quotedCell(plain, at) : undefined;
    const end = quoted?.end ?? nextBreak(plain, at);
    row.push(quoted?.text ?? plain.slice(at, end));
    if (plain[end] !== '\t') {
      rows.push(row);
      row = [];
    }
    at = end + 1;
  }
  // The last line ends with a break; an empty row after it is none.
  while (rows.length > 0 && rows.at(-1)?.every((cell) => cell === '')) rows.pop();
  return rows;
}

function nextBreak(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '\t' || text[at] === '\n') return at;
  return text.length;
}

/** The quoted cell that begins at `from`; undefined where the quote is never closed or is followed by more text. */
function quotedCell(text: string, from: number): { text: string; end: number } | undefined {
  let out = '';
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') out += text[at];
    else if (text[at + 1] === '"') {
      out += '"';
      at++;
    } else {
      const end = at + 1;
      return end === text.length || text[end] === '\t' || text[end] === '\n' ? { text: out, end } : undefined;
    }
  }
  return undefined;
}

/** What a spreadsheet would take for the start of a formula; a negative number is none. */
const formula = /^(?:[=+@\t\r]|-(?![\d.,]+%?$))/;

/** Writes rows as tab-separated text that no spreadsheet takes for formulas. */
export function writeTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(writeCell).join('\t')).join('\n');
}

function writeCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /["\t\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** A cell without the apostrophe that keeps spreadsheets from computing it. */
export function unguarded(text: string): string {
  return text.startsWith("'") && formula.test(text.slice(1)) ? text.slice(1) : text;
}
