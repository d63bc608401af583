import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem, type Draft, type FormValues } from '../../api';
import { DraftSaver } from './DraftSaver';

const draft = (rev: number, form: FormValues): Draft => ({
  id: 'd',
  app: 'claim',
  rev,
  form,
  savedAt: 1000 + rev,
  revision: 1,
});

const load = vi.fn(async (): Promise<Draft> => draft(8, { a: 1 }));

/** A server that answers when told to. */
function server() {
  const calls: { rev: number; form: FormValues; answer: (error?: unknown) => Promise<void> }[] = [];
  const save = vi.fn(
    (rev: number, form: FormValues) =>
      new Promise<Draft>((done, failed) => {
        calls.push({
          rev,
          form,
          answer: async (error) => {
            if (error) failed(error);
            else done(draft(rev + 1, form));
            await vi.advanceTimersByTimeAsync(0);
          },
        });
      }),
  );
  const call = (index: number) => {
    const found = calls[index];
    if (!found) throw new Error(`no call ${index}`);
    return found;
  };
  return { save, calls, call };
}

describe('DraftSaver', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('sends the newest values once the reader rests, and remembers the revision', async () => {
    const { save, calls, call } = server();
    const saver = new DraftSaver({ save, load, delay: 100 });
    expect(saver.getState().status).toBe('none');
    saver.change({ a: 1 });
    saver.change({ a: 2 });
    expect(saver.getState().status).toBe('dirty');
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toHaveLength(1);
    expect(call(0)).toMatchObject({ rev: 0, form: { a: 2 } });
    expect(saver.getState().status).toBe('saving');
    await call(0).answer();
    expect(saver.getState()).toEqual({ status: 'saved', savedAt: 1001 });
    expect(saver.unsaved).toBe(false);

    saver.change({ a: 3 });
    await vi.advanceTimersByTimeAsync(100);
    expect(call(1).rev).toBe(1);
  });

  it('has one call under way at a time; what was typed meanwhile follows', async () => {
    const { save, calls, call } = server();
    const saver = new DraftSaver({ save, load, delay: 100 });
    saver.change({ a: 1 });
    await vi.advanceTimersByTimeAsync(100);
    saver.change({ a: 2 });
    await vi.advanceTimersByTimeAsync(500);
    expect(calls).toHaveLength(1);
    await call(0).answer();
    expect(saver.getState().status).toBe('dirty');
    await vi.advanceTimersByTimeAsync(100);
    expect(call(1)).toMatchObject({ rev: 1, form: { a: 2 } });
  });

  it('tries again, ever more slowly, while the server is away', async () => {
    const { save, calls, call } = server();
    const saver = new DraftSaver({ save, load, delay: 100 });
    saver.change({ a: 1 });
    await vi.advanceTimersByTimeAsync(100);
    await call(0).answer(new ApiProblem(0, {}));
    expect(saver.getState().status).toBe('failed');
    expect(saver.unsaved).toBe(true);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await call(1).answer(new ApiProblem(503, {}));
    await vi.advanceTimersByTimeAsync(3_999);
    expect(calls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    await call(2).answer();
    expect(saver.getState().status).toBe('saved');
  });

  it('stops at a conflict until it is settled, keeping what was typed', async () => {
    const { save, calls, call } = server();
    const saver = new DraftSaver({ save, load, rev: 3, savedAt: 1, delay: 100 });
    expect(saver.getState()).toEqual({ status: 'saved', savedAt: 1 });
    saver.change({ a: 1 });
    await vi.advanceTimersByTimeAsync(100);
    await call(0).answer(new ApiProblem(409, { code: 'draft.stale' }));
    expect(saver.getState().status).toBe('conflict');
    saver.change({ a: 2 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(1);
    expect(await saver.flush()).toBe(false);

    saver.settle(7, 5, { a: 2 });
    await vi.advanceTimersByTimeAsync(0);
    expect(call(1)).toMatchObject({ rev: 7, form: { a: 2 } });
    await call(1).answer();
    expect(saver.getState().status).toBe('saved');
  });

  it('knows its own work again when the answer to it was lost', async () => {
    const { save, calls, call } = server();
    const saver = new DraftSaver({ save, load, delay: 100 });
    saver.change({ a: 1 });
    await vi.advanceTimersByTimeAsync(100);
    await call(0).answer(new ApiProblem(0, {}));
    saver.change({ a: 2 });
    await vi.advanceTimersByTimeAsync(100);
    await call(1).answer(new ApiProblem(409, { code: 'draft.stale' }));
    expect(saver.getState().status).toBe('dirty');
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toHaveLength(3);
    expect(call(2)).toMatchObject({ rev: 8, form: { a: 2 } });
  });

  it('takes the other version without sending anything', async () => {
    const { save, calls, call } = server();
    const saver = new DraftSaver({ save, load, rev: 3, delay: 100 });
    saver.change({ a: 1 });
    await vi.advanceTimersByTimeAsync(100);
    await call(0).answer(new ApiProblem(409, {}));
    saver.settle(7, 5);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(1);
    expect(saver.getState()).toEqual({ status: 'saved', savedAt: 5 });
    expect(saver.unsaved).toBe(false);
  });

  it('says that a draft is gone', async () => {
    const { save, call } = server();
    const saver = new DraftSaver({ save, load, rev: 3, delay: 100 });
    saver.change({ a: 1 });
    await vi.advanceTimersByTimeAsync(100);
    await call(0).answer(new ApiProblem(404, {}));
    expect(saver.getState().status).toBe('gone');
  });

  it('flushes at once, after the call under way', async () => {
    const { save, calls, call } = server();
    const saver = new DraftSaver({ save, load, delay: 100 });
    saver.change({ a: 1 });
    await vi.advanceTimersByTimeAsync(100);
    saver.change({ a: 2 });
    const flushed = saver.flush();
    await call(0).answer();
    expect(calls).toHaveLength(2);
    await call(1).answer();
    expect(await flushed).toBe(true);
  });

  it('pauses for a submission and goes on after a refused one', async () => {
    const { save, calls, call } = server();
    const saver = new DraftSaver({ save, load, delay: 100 });
    saver.change({ a: 1 });
    await vi.advanceTimersByTimeAsync(100);
    const paused = saver.pause();
    saver.change({ a: 2 });
    await call(0).answer();
    await paused;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(1);
    saver.resume();
    await vi.advanceTimersByTimeAsync(100);
    expect(call(1)).toMatchObject({ rev: 1, form: { a: 2 } });
  });

  it('drops what is not wanted any more', async () => {
    const { save, calls } = server();
    const saver = new DraftSaver({ save, load, delay: 100 });
    saver.change({ a: 1 });
    await saver.pause();
    saver.drop();
    saver.resume();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(0);
    expect(saver.unsaved).toBe(false);
  });
});
