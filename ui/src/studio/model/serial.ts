/** The parts of a serial number's pattern; builder/form/serial.go has the same. */
const part = /\{([^{}]*)\}/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it keeps out
const whole = /^([^{}\x00-\x1f\x7f]|\{(yyyy|yy|MM|dd|seq(:[1-9])?)\})+$/;
const tail = /\{seq[^}]*\}([0-9]|\{)/;
const longest = 64;

/** Whether a pattern has the count once, says enough of the day, and cannot give one number twice. */
export function isSerialPattern(pattern: string): boolean {
  if (!whole.test(pattern) || tail.test(pattern)) return false;
  if (new TextEncoder().encode(pattern).length > longest || pattern.split('{seq').length !== 2) return false;
  const year = pattern.includes('{yyyy}') || pattern.includes('{yy}');
  const month = pattern.includes('{MM}');
  return (year || !month) && (month || !pattern.includes('{dd}'));
}

/** The nth number of a day. */
export function serialNumber(pattern: string, day: Date, n: number): string {
  const two = (v: number) => String(v).padStart(2, '0');
  return pattern.replace(part, (_, name: string) => {
    switch (name) {
      case 'yyyy':
        return String(day.getFullYear());
      case 'yy':
        return two(day.getFullYear() % 100);
      case 'MM':
        return two(day.getMonth() + 1);
      case 'dd':
        return two(day.getDate());
      default:
        return String(n).padStart(Number(name.split(':')[1] ?? 1), '0');
    }
  });
}
