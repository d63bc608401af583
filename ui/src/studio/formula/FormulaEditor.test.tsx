import { act, fireEvent, screen } from '@testing-library/react';
import i18next from 'i18next';
import { useState } from 'react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { renderUi, startWords } from '../../test/render';
import { leaveApp } from '../model/testing/leave';
import { FormulaEditor } from './FormulaEditor';

vi.mock('../designer/context', () => ({ useApp: () => app }));
const app = leaveApp();

beforeAll(async () => {
  await startWords();
  await i18next.loadNamespaces(['rules', 'studio']);
});

/** An editor of a formula that comes to a number, with what it told last. */
function show(first: unknown = null) {
  const told = vi.fn();
  let put: (value: unknown) => void = () => {};
  function Held() {
    const [value, setValue] = useState(first);
    put = setValue;
    const tell = (next: unknown) => {
      told(next);
      setValue(next);
    };
    return <FormulaEditor label="Formula" value={value} want={{ kind: 'number' }} onChange={tell} />;
  }
  renderUi(<Held />);
  return { told, put: (value: unknown) => put(value) };
}

const area = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Formula' });
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

describe('FormulaEditor', () => {
  it('tells what can be read, and as text what cannot, so that nothing is lost', async () => {
    const { told } = show();
    const field = await area();
    type(field, '[days] * 2');
    expect(told).toHaveBeenLastCalledWith({ '*': [{ var: 'days' }, 2] });
    expect(field.getAttribute('aria-invalid')).toBeNull();
    type(field, '[days] * ');
    expect(told).toHaveBeenLastCalledWith({ text: '[days] * ' });
    expect(field.value).toBe('[days] * ');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('status').textContent).not.toBe('');
  });

  it('tells a formula of the wrong type too, and says what is wrong with it', async () => {
    const { told } = show();
    const field = await area();
    type(field, '[reason]');
    expect(told).toHaveBeenLastCalledWith({ var: 'reason' });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('status').textContent).toMatch(/number/);
    // The message belongs to the field for those who hear it.
    expect(field.getAttribute('aria-describedby')).toBe(screen.getByRole('status').id);
  });

  it('puts a field where the caret is', async () => {
    const { told } = show({ '+': [{ var: 'days' }, 1] });
    const field = await area();
    const before = field.value;
    field.setSelectionRange(0, before.length);
    const chip = screen.getAllByRole('button').find((button) => before.includes(`[${button.textContent}]`));
    if (!chip) throw new Error(`no chip for ${before}`);
    fireEvent.click(chip);
    expect(told).toHaveBeenLastCalledWith({ var: 'days' });
    expect(field.value).toBe(`[${chip.textContent}]`);
  });

  it('takes over what an undo puts in its place', async () => {
    const { put } = show({ var: 'days' });
    const field = await area();
    type(field, 'nonsense (');
    act(() => put({ '*': [{ var: 'days' }, 3] }));
    expect(field.value).toMatch(/\* 3$/);
    expect(field.getAttribute('aria-invalid')).toBeNull();
  });

  it('shows what was left unfinished as it was typed, with its error, whoever opens it', async () => {
    const { told } = show({ text: 'sum([' });
    const field = await area();
    expect(field.value).toBe('sum([');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('status').textContent).toMatch(/closed/);
    // Opening it changes nothing, and what cannot be read cannot be taken over.
    expect(told).not.toHaveBeenCalled();
    expect(screen.queryByRole('button', { name: 'Use this formula as it stands' })).toBeNull();
    type(field, '');
    expect(told).toHaveBeenLastCalledWith({ text: '' });
  });

  it('puts unfinished text back by undo, and a formula by redo', async () => {
    const { put } = show({ var: 'days' });
    const field = await area();
    type(field, '[days] +');
    act(() => put({ var: 'days' }));
    expect(field.value).not.toContain('+');
    act(() => put({ text: '[days] +' }));
    expect(field.value).toBe('[days] +');
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });

  it('takes over text that can be read by now, in whichever language it was written', async () => {
    const { told } = show({ text: '[天数] * 2' });
    const field = await area();
    expect(field.getAttribute('aria-invalid')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Use this formula as it stands' }));
    expect(told).toHaveBeenLastCalledWith({ '*': [{ var: 'days' }, 2] });
    expect(screen.queryByRole('button', { name: 'Use this formula as it stands' })).toBeNull();
  });
});
