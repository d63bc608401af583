import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, type InstanceFilter, keys } from '../../api';

const PAGE = 20;

export function useApps() {
  return useQuery({ queryKey: keys.apps, queryFn: ({ signal }) => api.apps(signal), staleTime: 60_000 });
}

/** The reader's open tasks, page by page; asked again every half minute and whenever the window comes back. */
export function useInbox() {
  return useInfiniteQuery({
    queryKey: keys.inbox,
    queryFn: ({ pageParam, signal }) => api.inbox(pageParam, PAGE, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    refetchInterval: 30_000,
    refetchOnWindowFocus: 'always',
  });
}

/** How many tasks wait, as far as they are loaded, and whether there are more. */
export function useInboxCount(): { count: number; more: boolean } {
  const inbox = useInbox();
  const count = inbox.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  return { count, more: inbox.hasNextPage };
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
    refetchInterval: (query) => (query.state.data?.status === 'running' ? 30_000 : false),
  });
}
