// What may be sold, and so what can be granted: nobody is granted what the partner above lacks.
import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { SellableProduct } from '../api/types';

export const portfolioQuery = queryOptions({
  queryKey: ['portfolio'],
  queryFn: async () =>
    (await answer<{ items: SellableProduct[] }>(api.GET('/api/v1/portfolio'))).items,
});

/** What a partner of one's own branch may sell now. */
export function sellableQuery(partnerId: string) {
  return queryOptions({
    queryKey: ['portfolio', partnerId],
    queryFn: async () =>
      (
        await answer<{ items: SellableProduct[] }>(
          api.GET('/api/v1/portfolio', { params: { query: { partnerId } } }),
        )
      ).items,
  });
}

/**
 * @param partnerId whose portfolio is granted from; nothing is asked before it is known
 */
export function useCatalog(partnerId: string | undefined): UseQueryResult<SellableProduct[]> {
  return useQuery({ ...sellableQuery(partnerId ?? ''), enabled: Boolean(partnerId) });
}
