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
