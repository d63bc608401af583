import { keepOpen, type Listener, type Said } from './stream';

/** What the window with the stream tells the others, and `who` with which a new window asks it. */
type Message = { said: Said } | { live: boolean } | 'who';

/**
 * Listens for what concerns a person until `signal` is aborted. A browser opens few connections to one server,
 * so all its windows share a stream: the one that holds a lock keeps it open and tells the others, and when it
 * is closed another one gets the lock. Without locks, which browsers offer on secure addresses only, each
 * window has a stream of its own while it is seen.
 */
export function listen(person: string, listener: Listener, signal: AbortSignal): void {
  if (typeof EventSource === 'undefined') return;
  if (!navigator.locks || typeof BroadcastChannel === 'undefined') {
    listenWhileSeen(listener, signal);
    return;
  }
  const name = `banli-events-${person}`;
  const channel = new BroadcastChannel(name);
  const tell = (message: Message) => channel.postMessage(message);
  let leads = false;
  let live = false;

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data === 'who') {
      if (leads) tell({ live });
    } else if ('live' in data) {
      if (!leads) listener.live(data.live);
    } else {
      listener.hear(data.said);
    }
  };
  signal.addEventListener('abort', () => channel.close());
  tell('who');

  const lead = () =>
    new Promise<void>((done) => {
      leads = true;
      signal.addEventListener('abort', () => done());
      keepOpen(
        {
          hear: (said) => {
            listener.hear(said);
            tell({ said });
          },
          live: (on) => {
            listener.live(on);
            if (on === live) return;
            live = on;
            if (!signal.aborted) tell({ live });
          },
        },
        signal,
      );
    });
  navigator.locks.request(name, { signal }, lead).catch(() => {
    // Aborted while it waited for its turn: there is nothing to undo.
  });
}

function listenWhileSeen(listener: Listener, signal: AbortSignal): void {
  let seen: AbortController | undefined;
  const follow = () => {
    if (document.hidden) {
      seen?.abort();
      seen = undefined;
    } else if (!seen) {
      seen = new AbortController();
      keepOpen(listener, seen.signal);
    }
  };
  document.addEventListener('visibilitychange', follow, { signal });
  signal.addEventListener('abort', () => seen?.abort());
  follow();
}
