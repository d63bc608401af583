import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, type InstanceFilter, keys } from '../../api';
import { useLive } from '../../live/useLive';

const PAGE = 20;

/**
 * What waits for the reader is asked for again this often, in milliseconds, and whenever the window comes back;
 * seldom where the server says by itself that something has changed.
 */
const OFTEN = 30_000;
const SELDOM = 120_000;

export function useApps() {
  return useQuery({ queryKey: keys.apps, queryFn: ({ signal }) => api.apps(signal), staleTime: 60_000 });
}

/** The reader's open tasks, page by page. */
export function useInbox() {
  const live = useLive();
  return useInfiniteQuery({
    queryKey: keys.inbox,
    queryFn: ({ pageParam, signal }) => api.inbox(pageParam, PAGE, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    refetchInterval: live ? SELDOM : OFTEN,
    refetchOnWindowFocus: 'always',
  });
}

/** How many tasks wait, as far as they are loaded, and whether there are more. */
export function useInboxCount(): { count: number; more: boolean } {
  const inbox = useInbox();
  const count = inbox.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  return { count, more: inbox.hasNextPage };
}

/** What the reader was told, newest first and page by page; each page says how much is unread in all. */
export function useNotices() {
  const live = useLive();
  return useInfiniteQuery({
    queryKey: keys.notices,
    queryFn: ({ pageParam, signal }) => api.notices(pageParam, PAGE, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    refetchInterval: live ? SELDOM : OFTEN,
    refetchOnWindowFocus: 'always',
  });
}

/** How many notices are unread, counted up to a hundred. */
export function useUnread(): number {
  return useNotices().data?.pages[0]?.unread ?? 0;
}

export function useInstances(filter: InstanceFilter, limit = PAGE) {
  return useInfiniteQuery({
    queryKey: keys.instanceList(filter, limit),
    queryFn: ({ pageParam, signal }) => api.instances(filter, pageParam, limit, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });
}

export function useInstance(id: string) {
  return useQuery({
    queryKey: keys.instance(id),
    queryFn: ({ signal }) => api.instance(id, signal),
    refetchInterval: (query) => (query.state.data?.status === 'running' ? OFTEN : false),
    // Who opens a case wants it as it is, not as it was when they last looked.
    refetchOnMount: 'always',
  });
}
