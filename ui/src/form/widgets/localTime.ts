const two = (n: number) => String(n).padStart(2, '0');

/** A moment (RFC 3339) as the browser's control wants it: in the reader's own time and without a zone. */
export function toLocal(value: unknown): string {
  const at = typeof value === 'string' ? new Date(value) : undefined;
  if (!at || Number.isNaN(at.getTime())) return '';
  const day = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What the control gives, as a moment with the offset that the reader's zone had then. */
export function fromLocal(text: string): string | undefined {
  const at = new Date(text);
  if (text === '' || Number.isNaN(at.getTime())) return undefined;
  const [day = '', time = ''] = text.split('T');
  const offset = -at.getTimezoneOffset();
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${day}T${time.length === 5 ? `${time}:00` : time.slice(0, 8)}${zone}`;
}
