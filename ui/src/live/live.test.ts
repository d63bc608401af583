import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '../api';
import { listen } from './share';
import type { Said } from './stream';
import { follower } from './useLive';

/** Stands in for the browser's stream. */
class Source extends EventTarget {
  static all: Source[] = [];
  onerror: (() => void) | null = null;
  closed = false;
  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }
  close() {
    this.closed = true;
  }
  say(name: string, data: unknown = {}) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

const newest = () => Source.all.at(-1) as Source;

/** Joins the channels of one name, at once. */
class Channel {
  static all: Channel[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor(readonly name: string) {
    Channel.all.push(this);
  }
  postMessage(data: unknown) {
    for (const each of Channel.all) if (each !== this && each.name === this.name) each.onmessage?.({ data });
  }
  close() {
    Channel.all = Channel.all.filter((each) => each !== this);
  }
}

/** Locks by name, handed on in order. */
function locks() {
  const queues = new Map<string, Promise<unknown>>();
  return {
    request: (name: string, { signal }: { signal: AbortSignal }, task: () => Promise<void>) => {
      const before = queues.get(name) ?? Promise.resolve();
      const own = before.then(() => (signal.aborted ? undefined : task()));
      queues.set(name, own);
      return own;
    },
  };
}

function window_() {
  const heard: Said[] = [];
  const stop = new AbortController();
  const lives: boolean[] = [];
  listen('p1', { hear: (said) => heard.push(said), live: (on) => lives.push(on) }, stop.signal);
  return { heard, lives, stop, live: () => lives.at(-1) ?? false };
}

beforeEach(() => {
  Source.all = [];
  Channel.all = [];
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Source);
  vi.stubGlobal('BroadcastChannel', Channel);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'locks');
});

describe('the stream', () => {
  it('is opened again after a break, ever more slowly, and then says that something may be missing', () => {
    const { heard, live, stop } = window_();
    newest().say('state', { unread: 1 });
    newest().say('inbox');
    expect(live()).toBe(true);
    expect(heard.map(({ name }) => name)).toEqual(['state', 'inbox']);
    newest().say('end', { reason: 'stopping' });
    expect([live(), newest().closed, Source.all.length]).toEqual([false, true, 1]);
    vi.advanceTimersByTime(3_000);
    expect(Source.all).toHaveLength(1); // the server needs a moment
    vi.advanceTimersByTime(4_000);
    expect(Source.all).toHaveLength(2);
    newest().onerror?.();
    vi.advanceTimersByTime(7_000);
    expect(Source.all).toHaveLength(2);
    vi.advanceTimersByTime(6_000);
    expect(Source.all).toHaveLength(3);
    expect(live()).toBe(false);
    newest().say('state', { unread: 1 });
    expect(heard.slice(2).map(({ name }) => name)).toEqual(['state', 'resync']);
    stop.abort();
    expect([live(), newest().closed]).toEqual([false, true]);
    vi.advanceTimersByTime(200_000);
    expect(Source.all).toHaveLength(3);
  });

  it('is given up when another took its place or nobody is signed in', () => {
    for (const [reason, last] of [
      ['replaced', 'state'],
      ['signedOut', 'resync'],
    ]) {
      const { heard, live, stop } = window_();
      const opened = Source.all.length;
      newest().say('state', { unread: 0 });
      newest().say('end', { reason });
      vi.advanceTimersByTime(200_000);
      expect([live(), Source.all.length, heard.at(-1)?.name]).toEqual([false, opened, last]);
      stop.abort();
    }
  });

  it('is one for all windows of a browser, and another window takes it over', async () => {
    vi.stubGlobal('navigator', Object.assign(navigator, { locks: locks() }));
    const first = window_();
    await vi.advanceTimersByTimeAsync(0);
    newest().say('state', { unread: 2 });
    const second = window_();
    await vi.advanceTimersByTimeAsync(0);
    expect(Source.all).toHaveLength(1);
    expect(second.live()).toBe(true); // it asked
    newest().say('notice', { unread: 3, id: 'n' });
    expect(second.heard).toEqual([{ name: 'notice', unread: 3, id: 'n' }]);
    expect(first.heard).toHaveLength(2);
    first.stop.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(Source.all).toHaveLength(2);
    newest().say('inbox');
    expect(second.heard.at(-1)).toEqual({ name: 'inbox' });
    expect(first.heard).toHaveLength(2);
    second.stop.abort();
  });
});

describe('what is on screen', () => {
  const cached = () => {
    const client = new QueryClient();
    client.setQueryData(keys.notices, {
      pages: [{ items: [{ id: 'n1', unread: true }], unread: 1, next: '' }],
      pageParams: [''],
    });
    client.setQueryData(keys.inbox, { pages: [], pageParams: [] });
    return client;
  };
  const stale = (client: QueryClient) =>
    [keys.notices, keys.inbox].filter((key) => client.getQueryState(key)?.isInvalidated).map((key) => key[0]);

  it('is asked for once for many events, and the unread number follows at once', () => {
    const client = cached();
    const asked = vi.spyOn(client, 'invalidateQueries');
    const { hear } = follower(client);
    for (let unread = 2; unread < 20; unread += 1) {
      hear({ name: 'notice', unread, id: `n${unread}`, instance: 'i' });
      hear({ name: 'inbox' });
    }
    expect(client.getQueryData(keys.notices)).toMatchObject({ pages: [{ unread: 19 }] });
    expect(asked).not.toHaveBeenCalled();
    vi.advanceTimersByTime(500);
    expect(asked).toHaveBeenCalledTimes(4);
    expect(stale(client)).toEqual(['notices', 'inbox']);
  });

  it('is left alone where the state is the known one, and asked for where it is not', () => {
    const same = cached();
    follower(same).hear({ name: 'state', unread: 1, id: 'n1' });
    const other = cached();
    follower(other).hear({ name: 'state', unread: 2, id: 'n2' });
    vi.advanceTimersByTime(500);
    expect(stale(same)).toEqual([]);
    expect(stale(other)).toEqual(['notices', 'inbox']);
  });
});
