import { type InfiniteData, type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { keys, type NoticeList } from '../api';
import { useSession } from '../app/session';
import { listen } from './share';
import type { Said } from './stream';

/** However much is said at once, the server is asked at most this often, in milliseconds. */
const CALM = 400;

const state = { on: false, watchers: new Set<() => void>() };

function setLive(on: boolean): void {
  if (state.on === on) return;
  state.on = on;
  for (const changed of state.watchers) changed();
}

function subscribe(changed: () => void): () => void {
  state.watchers.add(changed);
  return () => state.watchers.delete(changed);
}

/** Whether the server tells this window what happens, so that it need not be asked. */
export function useLive(): boolean {
  return useSyncExternalStore(subscribe, () => state.on);
}

/** Puts the number of unread notices right without asking for the notices. */
export function setUnread(client: QueryClient, unread: number): void {
  client.setQueryData<InfiniteData<NoticeList>>(
    keys.notices,
    (notices) => notices && { ...notices, pages: notices.pages.map((page) => ({ ...page, unread })) },
  );
}

/** The cached answers that are out of date once something was said. */
function outdated({ name, instance, app }: Said): QueryKey[] {
  switch (name) {
    case 'inbox':
      return [keys.inbox];
    case 'notice':
      return [keys.notices, keys.instanceLists, ...(instance ? [keys.instance(instance)] : [])];
    case 'read':
      return [keys.notices];
    case 'draft':
      return app ? [keys.studioPresence(app)] : [];
    case 'resync':
      return [keys.notices, keys.inbox, keys.instances];
    case 'state':
      return [];
  }
}

/** Makes what is on screen follow what the server says. */
export function follower(client: QueryClient): { hear: (said: Said) => void; stop: () => void } {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = () => {
    timer = undefined;
    // A window that nobody sees asks when it is seen again.
    const refetchType = document.hidden ? 'none' : 'active';
    for (const queryKey of waiting.values()) void client.invalidateQueries({ queryKey, refetchType });
    waiting.clear();
  };
  const hear = (said: Said) => {
    const known = client.getQueryData<InfiniteData<NoticeList>>(keys.notices)?.pages[0];
    const missed = said.name === 'state' && known && (known.unread !== said.unread || known.items[0]?.id !== said.id);
    if (said.unread !== undefined) setUnread(client, said.unread);
    for (const key of outdated(missed ? { name: 'resync' } : said)) waiting.set(JSON.stringify(key), key);
    if (waiting.size > 0) timer ??= setTimeout(ask, CALM);
  };
  return { hear, stop: () => clearTimeout(timer) };
}

/** Listens for whoever is signed in, as long as this is on screen. */
export function LiveUpdates(): null {
  const client = useQueryClient();
  const session = useSession().data;
  const person = session?.user?.id;
  const csrf = session?.csrf;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new session of the same person needs a new stream.
  useEffect(() => {
    if (!person) return;
    const stop = new AbortController();
    const { hear, stop: forget } = follower(client);
    listen(person, { hear, live: setLive }, stop.signal);
    return () => {
      stop.abort();
      forget();
      setLive(false);
    };
  }, [client, person, csrf]);
  return null;
}
