import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, type InstanceFilter, keys } from '../../api';

const PAGE = 20;

/** What waits for the reader is asked for again this often, in milliseconds, and whenever the window comes back. */
const OFTEN = 30_000;

export function useApps() {
  return useQuery({ queryKey: keys.apps, queryFn: ({ signal }) => api.apps(signal), staleTime: 60_000 });
}

/** The reader's open tasks, page by page. */
export function useInbox() {
  return useInfiniteQuery({
    queryKey: keys.inbox,
    queryFn: ({ pageParam, signal }) => api.inbox(pageParam, PAGE, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    refetchInterval: OFTEN,
    refetchOnWindowFocus: 'always',
  });
}

/** How many tasks wait, as far as they are loaded, and whether there are more. */
export function useInboxCount(): { count: number; more: boolean } {
  const inbox = useInbox();
  const count = inbox.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  return { count, more: inbox.hasNextPage };
}

/** What the reader was told lately, newest first, and how much of it is unread. */
export function useNotices() {
  return useQuery({
    queryKey: keys.notices,
    queryFn: ({ signal }) => api.notices(signal),
    refetchInterval: OFTEN,
    refetchOnWindowFocus: 'always',
  });
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
