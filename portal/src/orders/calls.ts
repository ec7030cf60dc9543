// What the order pages ask of the API.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Order } from '../api/types';

export function orderQuery(id: string) {
  return queryOptions({
    queryKey: ['orders', 'one', id],
    queryFn: () => answer<Order>(api.GET('/api/v1/orders/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && unsettled(state.data) ? 1_000 : false),
  });
}

/** Until its licenses are there it is pending; so is a manager until it may issue, a moment. */
export function unsettled({ status, licenseManagers = [] }: Order): boolean {
  return status === 'pending' || licenseManagers.some((manager) => manager.status === 'pending');
}
