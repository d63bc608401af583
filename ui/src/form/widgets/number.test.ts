import { describe, expect, it } from 'vitest';
import { readNumber, writeNumber } from './number';

describe('readNumber', () => {
  it.each([
    ['12.5', 12.5],
    ['１２．５', 12.5],
    ['12。5', 12.5],
    ['1,234', 1234],
    ['１，２３４', 1234],
    [' -3 ', -3],
    ['.5', 0.5],
    ['5.', 5],
    ['', undefined],
    ['  ', undefined],
    ['-', '-'],
    ['12a', '12a'],
    ['1e5', '1e5'],
    ['0x10', '0x10'],
    ['1,234,567,890,123.45', 1234567890123.45],
    ['123456789012345.67', '123456789012345.67'],
    ['+9,007,199,254,740,993', '9007199254740993'],
    ['0.10000000000000001', '0.10000000000000001'],
    ['000.100000000000000000', 0.1],
    ['100000000000000000000', 100000000000000000000],
  ])('reads %j as %j', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });
});

describe('writeNumber', () => {
  it('writes nothing for nothing and keeps what is no number', () => {
    expect(writeNumber(undefined)).toBe('');
    expect(writeNumber(0)).toBe('0');
    expect(writeNumber('12a')).toBe('12a');
  });
});
