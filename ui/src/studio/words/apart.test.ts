import { describe, expect, it } from 'vitest';
import { apart } from './apart';

const lines = (text: string) => text.split('').join('\n');

describe('two texts', () => {
  it.each([
    ['short ones stay whole', 'abc', 'abd', 'abc', 'abd'],
    ['the middle', 'abcdefgh', 'abcxefgh', '…cde…', '…cxe…'],
    ['the beginning', 'abcdefgh', 'xbcdefgh', 'ab…', 'xb…'],
    ['the end', 'abcdefgh', 'abcdefgx', '…gh', '…gx'],
    ['one is longer', 'abcdefgh', 'abcdeefgh', '…ef…', '…eef…'],
    ['one is empty', 'abcdefgh', '', 'abcdefgh', ''],
  ])('%s', (_what, a, b, wantA, wantB) => {
    expect(apart(lines(a), lines(b))).toEqual([lines(wantA), lines(wantB)]);
  });
});
