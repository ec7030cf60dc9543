// How far the licenses of a pending order are.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { License, Order, Page } from '../api/types';

export interface Progress {
  issued: number;
  requested: number;
}

interface Issuance {
  issued?: number;
}

interface Heard {
  /** Each line is issued by an issuance of its own; its first licenses tell which. */
  issuances: string[];
  issued: number;
}

/** All licenses that the order will have when it is fulfilled. */
export function requestedOf(order: Order): number {
  return order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Those that were known stay known: the newest licenses may all be of one line. */
export function issuancesOf(before: readonly string[], licenses: readonly License[]): string[] {
  const found = licenses.flatMap(({ issuanceId }) => issuanceId ?? []);
  return [...new Set([...before, ...found])];
}

export function progressQuery(order: Order, queries: QueryClient) {
  const queryKey = ['orders', 'progress', order.id];
  return queryOptions({
    queryKey,
    queryFn: async (): Promise<Heard> => {
      const before = queries.getQueryData<Heard>(queryKey)?.issuances ?? [];
      const licenses = await answer<Page<License>>(
        api.GET('/api/v1/licenses', { params: { query: { orderId: order.id, limit: 200 } } }),
      );
      const issuances = issuancesOf(before, licenses.items);
      const all = await Promise.all(
        issuances.map((id) =>
          answer<Issuance>(api.GET('/api/v1/issuances/{id}', { params: { path: { id } } })),
        ),
      );
      return { issuances, issued: all.reduce((sum, { issued = 0 }) => sum + issued, 0) };
    },
    refetchInterval: 1_000,
    retry: false,
  });
}
