/** What the server says on GET /api/events. They are hints: what they are about is read from its own address. */
export interface Said {
  name: 'state' | 'notice' | 'read' | 'inbox' | 'draft' | 'resync';
  /** With state, notice and read: how many notices are unread, counted up to a hundred. */
  unread?: number;
  /** With state and notice: the newest notice, and the request that it is about. */
  id?: string;
  instance?: string;
  /** With draft: the app that is open in the studio and was saved. */
  app?: string;
}

/** Why the server ended a stream. */
type Reason = 'replaced' | 'stopping' | 'signedOut';

const names: readonly Said['name'][] = ['state', 'notice', 'read', 'inbox', 'draft', 'resync'];

/** A server that is started again is back by then, as a rule; the longest wait is for one that is not. */
const SOON = 5_000;
const LONGEST = 60_000;

export interface Listener {
  hear: (said: Said) => void;
  /** Whether the stream is open: while it is not, somebody has to ask from time to time. */
  live: (on: boolean) => void;
}

/**
 * Keeps a stream open until `signal` is aborted, and opens it again after a break. The waits differ from
 * window to window, so that a server that comes back is not met by all of them at once.
 */
export function keepOpen(listener: Listener, signal: AbortSignal): void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let broken = false;

  const close = () => {
    source?.close();
    source = undefined;
    listener.live(false);
  };
  const again = () => {
    close();
    broken = true;
    const wait = Math.min(LONGEST, SOON * 2 ** failures);
    failures += 1;
    timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
  };
  const open = () => {
    const opened = new EventSource('/api/events');
    source = opened;
    for (const name of names) {
      opened.addEventListener(name, (event) => {
        failures = 0;
        listener.live(true);
        listener.hear({ ...JSON.parse(event.data), name });
        if (name !== 'state' || !broken) return;
        broken = false;
        listener.hear({ name: 'resync' });
      });
    }
    opened.addEventListener('end', (event) => {
      const { reason } = JSON.parse(event.data) as { reason: Reason };
      if (reason === 'stopping') {
        again();
        return;
      }
      close();
      // Whoever is signed out learns it from the next answer, so let there be one.
      if (reason === 'signedOut') listener.hear({ name: 'resync' });
    });
    opened.onerror = again;
  };

  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    close();
  });
  open();
}
