import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, keys, type Notice, type NoticeList } from '../../api';

type Cached = InfiniteData<NoticeList> | undefined;

/** Marks notices as read in the cache. */
function marked(cached: Cached, read: (notice: Notice) => boolean, unread: (before: number) => number): Cached {
  return (
    cached && {
      ...cached,
      pages: cached.pages.map((page) => ({
        ...page,
        unread: unread(page.unread),
        items: page.items.map((notice) => (read(notice) ? { ...notice, unread: false } : notice)),
      })),
    }
  );
}

/** Marks one notice as read, on screen at once. */
export function useReadOne() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (notice: Notice) => api.readNotice(notice.id),
    onMutate: ({ id }) => {
      client.setQueryData<Cached>(keys.notices, (cached) =>
        marked(
          cached,
          (each) => each.id === id,
          // Of a hundred or more nobody knows how many are left.
          (before) => (before > 99 ? before : Math.max(0, before - 1)),
        ),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.notices }),
  });
}

/** Marks all notices as read. */
export function useReadAll() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.readNotices,
    onSuccess: () => {
      client.setQueryData<Cached>(keys.notices, (cached) =>
        marked(
          cached,
          () => true,
          () => 0,
        ),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.notices }),
  });
}

/** Who looks at a request has heard what its notices had to say. */
export function useReadNoticesOf(instance: string): void {
  const client = useQueryClient();
  const done = useRef(new Set<string>());
  const { mutate } = useReadOne();
  useEffect(() => {
    const read = () => {
      for (const page of client.getQueryData<InfiniteData<NoticeList>>(keys.notices)?.pages ?? []) {
        for (const notice of page.items) {
          if (!notice.unread || notice.instance !== instance || done.current.has(notice.id)) continue;
          done.current.add(notice.id);
          mutate(notice);
        }
      }
    };
    read();
    // The notices may come after the request, and more of them while it is looked at.
    return client.getQueryCache().subscribe(({ query, type }) => {
      if (type === 'updated' && query.queryKey[0] === keys.notices[0] && !document.hidden) read();
    });
  }, [client, instance, mutate]);
}
