// Lists of the API: asked for page by page with the cursor that the last page gave.
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Page } from '../api/types';

export const PAGE_SIZE = 25;

export interface Paged<T> {
  query: UseQueryResult<Page<T>>;
  /** The key of the page that is shown, for changing it in place. */
  queryKey: readonly unknown[];
  page: number;
  next?: () => void;
  previous?: () => void;
}

/**
 * @param filters whatever decides which rows there are; another filter starts at the first page
 */
export function usePages<T>(
  key: readonly unknown[],
  filters: object,
  load: (at: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Paged<T> {
  const about = JSON.stringify([key, filters]);
  const [at, setAt] = useState<{ about: string; cursors: string[] }>({ about, cursors: [] });
  const cursors = at.about === about ? at.cursors : [];
  const cursor = cursors.at(-1);
  const queryKey = [...key, filters, cursor ?? null];
  const query = useQuery({
    queryKey,
    queryFn: () => load({ limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) }),
    placeholderData: keepPreviousData,
  });
  const following = query.isPlaceholderData ? undefined : query.data?.next;
  return {
    query,
    queryKey,
    page: cursors.length + 1,
    next: following ? () => setAt({ about, cursors: [...cursors, following] }) : undefined,
    previous:
      cursors.length > 0 ? () => setAt({ about, cursors: cursors.slice(0, -1) }) : undefined,
  };
}

/** A filter that lives in the address, so that going back and sharing a link keep it. */
export function useFilter(name: string): [string, (value: string | null) => void] {
  const [params, setParams] = useSearchParams();
  return [
    params.get(name) ?? '',
    (value) => {
      // What was shown last may be older than the address: of two filters that are set one right
      // after the other, the second would forget the first.
      const after = new URLSearchParams(location.search);
      if (value === null || value === '') {
        after.delete(name);
      } else {
        after.set(name, value);
      }
      setParams(after, { replace: true });
    },
  ];
}
