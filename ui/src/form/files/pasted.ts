/** Browsers call every picture alike that was never a file. */
const nameless = /^image\.([a-z0-9]+)$/i;

/** The files that a paste brings; a picture from the screen gets a name that tells it from the next one. */
export function pastedFiles(
  data: Pick<DataTransfer, 'files' | 'getData'>,
  now: Date,
  name: (time: string) => string,
): File[] {
  const files = [...data.files];
  // A spreadsheet puts a picture of its cells beside them.
  if (files.every((file) => nameless.test(file.name)) && data.getData('text/plain').trim() !== '') return [];
  return files.map((file) => {
    const ending = nameless.exec(file.name)?.[1];
    return ending === undefined ? file : new File([file], `${name(clock(now))}.${ending}`, { type: file.type });
  });
}

/** A time of the reader's day that may stand in a name: 2026-11-28 09.05.07 */
function clock(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`;
}
