import { describe, expect, it } from 'vitest';
import { attemptKey, canonical, newId } from './ids';

describe('newId', () => {
  it('makes ids as the server does, never twice', () => {
    const ids = new Set(Array.from({ length: 500 }, newId));
    expect(ids.size).toBe(500);
    for (const id of ids) expect(id).toMatch(/^[a-z2-7]{26}$/);
  });
});

describe('attemptKey', () => {
  it('is the same for the same content, whatever the order of its keys', () => {
    expect(attemptKey('d', { a: 1, b: { c: [1, 2] } })).toBe(attemptKey('d', { b: { c: [1, 2] }, a: 1 }));
  });

  it('changes with the content and with the draft', () => {
    const key = attemptKey('d', { reason: 'a' });
    expect(attemptKey('d', { reason: 'b' })).not.toBe(key);
    expect(attemptKey('e', { reason: 'a' })).not.toBe(key);
  });
});

describe('canonical', () => {
  it('leaves out what is undefined and keeps null', () => {
    expect(canonical({ b: undefined, a: null, c: [undefined] })).toBe('{"a":null,"c":[null]}');
  });
});
