import { describe, expect, it } from 'vitest';
import { isSerialPattern, serialNumber } from './serial';

describe('serial numbers', () => {
  it.each(['{seq}', 'PO-{yyyy}-{seq:4}', '采购-{yyyy}/{yy}{MM}{dd}-{seq:5}号'])('takes %s', (pattern) => {
    expect(isSerialPattern(pattern)).toBe(true);
  });
  it.each([
    '',
    'PO-{yyyy}',
    '{seq}-{seq}',
    '{hh}{seq}',
    '{{seq}',
    'a\n{seq}',
    '{MM}-{seq}',
    '{yyyy}{dd}-{seq}',
    '{seq}1',
    '{seq:4}{yyyy}',
    '{seq:0}',
    '一二三四五六七八九十一二三四五六七八九十{seq:4}',
  ])('refuses %j', (pattern) => {
    expect(isSerialPattern(pattern)).toBe(false);
  });
  it('writes the number of a day', () => {
    const day = new Date(2026, 2, 7);
    expect(serialNumber('PO-{yyyy}-{seq:4}', day, 7)).toBe('PO-2026-0007');
    expect(serialNumber('{yy}{MM}{dd}/{seq:3}号', day, 1234)).toBe('260307/1234号');
    expect(serialNumber('{seq}', day, 7)).toBe('7');
  });
});
