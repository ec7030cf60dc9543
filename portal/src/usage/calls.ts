// What the usage pages ask of the API.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { everything } from '../api/everything';
import type { Page, Partner, UsageRow } from '../api/types';
import type { Range, Window } from './range';
import type { Group, placeOf } from './view';

interface Asked {
  meter: string;
  range: Range;
  window: Window;
  by?: Group;
  place: ReturnType<typeof placeOf>;
}

export function usageQuery({ meter, range, window, by, place }: Asked) {
  return queryOptions({
    queryKey: ['usage', 'rows', meter, range, window, by ?? null, place],
    queryFn: async () =>
      (
        await answer<{ items: UsageRow[] }>(
          api.GET('/api/v1/usage', {
            params: {
              query: { meter, window, ...range, ...place, ...(by ? { groupBy: [by] } : {}) },
            },
          }),
        )
      ).items,
    staleTime: 30_000,
  });
}

/** The partners right below one. */
export function childrenQuery(parentId: string) {
  return queryOptions({
    queryKey: ['partners', 'children', parentId],
    queryFn: () =>
      everything((at) =>
        answer<Page<Partner>>(api.GET('/api/v1/partners', { params: { query: { parentId, ...at } } })),
      ),
    staleTime: 60_000,
  });
}
