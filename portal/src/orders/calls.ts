// What the order pages ask of the API.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Order } from '../api/types';

export function orderQuery(id: string) {
  return queryOptions({
    queryKey: ['orders', 'one', id],
    queryFn: () => answer<Order>(api.GET('/api/v1/orders/{id}', { params: { path: { id } } })),
    // Until its licenses are there it is pending.
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? 1_000 : false),
  });
}
