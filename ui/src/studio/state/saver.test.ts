import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../../api/problem';
import type { App, SavedStudioDraft } from '../../api/studioTypes';
import { leaveApp } from '../model/testing/leave';
import { createSaver } from './saver';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const version = (n: number): App => ({ ...leaveApp(), icon: String(n) });

/** A server that answers when the test says so. */
function setUp() {
  const calls: { rev: number; app: App; answer: (result: Partial<SavedStudioDraft> | Error) => Promise<void> }[] = [];
  const first = version(0);
  const saver = createSaver({
    rev: 1,
    savedAt: 10,
    findings: [],
    app: first,
    delay: 100,
    waits: [1000, 2000],
    save: (rev, app) =>
      new Promise((resolve, reject) => {
        calls.push({
          rev,
          app,
          answer: async (result) => {
            if (result instanceof Error) reject(result);
            else resolve({ rev: rev + 1, savedAt: 20, findings: [], ...result });
            await vi.advanceTimersByTimeAsync(0);
          },
        });
      }),
  });
  return { saver, calls, first, status: () => saver.state.getState().status };
}

describe('saver', () => {
  it('waits for a pause, then saves the last state on the known revision', async () => {
    const { saver, calls, status } = setUp();
    saver.changed(version(1));
    await vi.advanceTimersByTimeAsync(60);
    saver.changed(version(2));
    expect(status()).toEqual({ kind: 'changed' });
    await vi.advanceTimersByTimeAsync(60);
    expect(calls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(60);
    expect(calls.map((call) => [call.rev, call.app.icon])).toEqual([[1, '2']]);
    expect(status()).toEqual({ kind: 'saving' });
    await calls[0]?.answer({ findings: [{ code: 'c', level: 'error', place: 'flow', message: 'm' }] });
    expect(status()).toEqual({ kind: 'saved', at: 20 });
    expect(saver.state.getState().rev).toBe(2);
    expect(saver.state.getState().findings).toHaveLength(1);
    expect(saver.isUnsaved()).toBe(false);
  });

  it('sends one request at a time, and what changed meanwhile right after', async () => {
    const { saver, calls, status } = setUp();
    saver.changed(version(1));
    await vi.advanceTimersByTimeAsync(100);
    saver.changed(version(2));
    await vi.advanceTimersByTimeAsync(500);
    expect(calls).toHaveLength(1);
    await calls[0]?.answer({});
    expect(calls.map((call) => [call.rev, call.app.icon])).toEqual([
      [1, '1'],
      [2, '2'],
    ]);
    await calls[1]?.answer({});
    expect(status().kind).toBe('saved');
  });

  it('stops when someone else saved, keeps what was typed, and goes on from their revision', async () => {
    const { saver, calls, status } = setUp();
    saver.changed(version(1));
    await vi.advanceTimersByTimeAsync(100);
    await calls[0]?.answer(new ApiProblem(409, { code: 'draft.stale' }));
    expect(status()).toEqual({ kind: 'stale' });
    saver.changed(version(2));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await saver.flush()).toBe(false);
    expect(calls).toHaveLength(1);
    expect(saver.isUnsaved()).toBe(true);

    saver.adopt({ rev: 7, savedAt: 30, findings: [], app: version(9) });
    expect(status()).toEqual({ kind: 'saved', at: 30 });
    saver.changed(version(2));
    await vi.advanceTimersByTimeAsync(100);
    expect(calls[1]).toMatchObject({ rev: 7 });
  });

  it('tries again by itself, ever slower, while the server can not be reached', async () => {
    const { saver, calls, status } = setUp();
    saver.changed(version(1));
    await vi.advanceTimersByTimeAsync(100);
    const lost = new ApiProblem(0, { code: 'network.unreachable' });
    await calls[0]?.answer(lost);
    expect(status()).toEqual({ kind: 'failed', error: lost, again: true });
    await vi.advanceTimersByTimeAsync(1000);
    await calls[1]?.answer(lost);
    await vi.advanceTimersByTimeAsync(1000);
    expect(calls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1000);
    await calls[2]?.answer({});
    expect(status().kind).toBe('saved');
  });

  it('waits for the next edit after a refusal', async () => {
    const { saver, calls, status } = setUp();
    saver.changed(version(1));
    await vi.advanceTimersByTimeAsync(100);
    await calls[0]?.answer(new ApiProblem(422, { code: 'app.invalid' }));
    expect(status()).toMatchObject({ kind: 'failed', again: false });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(1);
    saver.changed(version(2));
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toHaveLength(2);
  });

  it('saves at once when asked to', async () => {
    const { saver, calls } = setUp();
    expect(await saver.flush()).toBe(true);
    saver.changed(version(1));
    const done = saver.flush();
    expect(calls).toHaveLength(1);
    await calls[0]?.answer({});
    expect(await done).toBe(true);
  });

  it('has nothing to save when everything is undone in time', async () => {
    const { saver, calls, first, status } = setUp();
    saver.changed(version(1));
    saver.changed(first);
    await vi.advanceTimersByTimeAsync(1000);
    expect(calls).toHaveLength(0);
    expect(status()).toEqual({ kind: 'saved', at: 10 });
  });

  it('stops with the page', async () => {
    const { saver, calls } = setUp();
    saver.changed(version(1));
    saver.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(calls).toHaveLength(0);
  });
});
