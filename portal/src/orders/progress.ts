// How far the licenses of an order that is issued at once are.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Order } from '../api/types';

/** All licenses that the order will have when it is fulfilled. */
export function requestedOf(order: Order): number {
  return order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Each line is issued by an issuance of its own, which is there a moment after the order. */
export function progressQuery(order: Order) {
  return queryOptions({
    queryKey: ['orders', 'progress', order.id],
    queryFn: async () => {
      const issued = await Promise.all(order.lines.flatMap(({ issuanceId }) => issuanceId ?? []).map(issuedBy));
      return issued.reduce((sum, count) => sum + count, 0);
    },
    refetchInterval: 1_000,
    retry: false,
  });
}

function issuedBy(id: string): Promise<number> {
  return answer<{ issued?: number }>(
    api.GET('/api/v1/issuances/{id}', { params: { path: { id } } }),
  ).then(
    ({ issued = 0 }) => issued,
    () => 0,
  );
}
