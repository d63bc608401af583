import { describe, expect, it, vi } from 'vitest';
import { left, wholly } from './native';

describe('a control of the browser', () => {
  it('is only given what it can show', () => {
    expect(wholly('09:30', /^\d\d:\d\d/)).toBe('09:30');
    for (const text of ['…', 'half past', undefined, 9]) expect(wholly(text, /^\d\d:\d\d/)).toBe('');
  });

  it.each([
    ['begun', { badInput: true, text: '', value: undefined }, ['begun …']],
    ['begun, and emptied again', { badInput: false, text: '', value: '…' }, ['empty']],
    ['never touched', { badInput: false, text: '', value: undefined }, []],
    ['whole', { badInput: false, text: '09:30', value: '09:30' }, []],
  ])('that was %s tells so when it is left', (_, { badInput, text, value }, told) => {
    const heard = vi.fn();
    const control = Object.assign(document.createElement('input'), { value: text });
    Object.defineProperty(control, 'validity', { value: { badInput } });
    left(
      control,
      value,
      (begun) => heard(`begun ${begun}`),
      () => heard('empty'),
    );
    expect(heard.mock.calls.flat()).toEqual(told);
  });
});
