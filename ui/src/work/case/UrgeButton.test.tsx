import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { instance } from '../../test/instance';
import { renderUi, startWords } from '../../test/render';
import { type Handler, serve } from '../../test/server';
import { timeOfDay } from '../../ui/time';
import { UrgeButton } from './UrgeButton';

beforeAll(startWords);
afterEach(() => vi.unstubAllGlobals());

function draw(at: number | undefined, handler: Handler = () => ({ body: {} })) {
  const calls = serve(handler);
  renderUi(<UrgeButton instance={{ ...instance, urge: at === undefined ? undefined : { at } }} />);
  return calls;
}

describe('UrgeButton', () => {
  it('is not there for those who may not', () => {
    draw(undefined);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('asks whoever has the request to hurry', async () => {
    const calls = draw(Date.now() - 60_000);
    const button = screen.getByRole('button', { name: 'Urge' });
    expect(button.getAttribute('aria-disabled')).toBe('false');
    fireEvent.click(button);
    expect(await screen.findByText('They have been asked to hurry')).toBeTruthy();
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /instances/i1/urge']);
  });

  it('says from when it is possible again, and does nothing before', () => {
    const at = Date.now() + 5 * 60_000;
    const calls = draw(at);
    const button = screen.getByRole('button', { name: 'Urge' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    const why = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(why?.textContent).toBe(`Urged lately. Possible again at ${timeOfDay(at, 'en')}.`);
    fireEvent.click(button);
    expect(calls).toEqual([]);
  });

  it('says why it was refused', async () => {
    draw(Date.now() - 60_000, () => ({
      status: 409,
      body: {
        code: 'task.urgedLately',
        title: 'This was urged lately',
        detail: 'It is possible again in 7 minute(s).',
      },
    }));
    fireEvent.click(screen.getByRole('button', { name: 'Urge' }));
    await waitFor(() => expect(screen.getByText(/possible again in 7 minute/)).toBeTruthy());
  });
});
