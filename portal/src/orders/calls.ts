// What the order pages ask of the API.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Order } from '../api/types';

type Headers = { 'Idempotency-Key': string };

export function orderQuery(id: string) {
  return queryOptions({
    queryKey: ['orders', 'one', id],
    queryFn: () => answer<Order>(api.GET('/api/v1/orders/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && unsettled(state.data) ? 1_000 : false),
  });
}

/** Something is on its way: its licenses, a manager that may issue in a moment, a return. */
export function unsettled(order: Order): boolean {
  const { licenseManagers = [] } = order;
  return (
    isBeingIssued(order) ||
    licenseManagers.some((manager) => manager.status === 'pending') ||
    pendingReturn(order) !== undefined
  );
}

/** Some of its lines are issued at once and not there yet, or its allowance is not open yet. */
export function isBeingIssued({ status, fulfillment, lines }: Order): boolean {
  return (
    status === 'pending' ||
    (status === 'partly_fulfilled' &&
      fulfillment === 'immediate' &&
      lines.some(
        ({ issued, quantity, failure }) => failure === undefined && issued < quantity,
      ))
  );
}

export function pendingReturn({ returns = [] }: Order) {
  return returns.find(({ status }) => status === 'pending');
}

const at = (id: string) => ({ path: { id } });

export function placeDraft(id: string, headers: Headers) {
  return answer<Order>(api.POST('/api/v1/orders/{id}/place', { params: at(id), headers }));
}

export function cancelOrder(id: string, headers: Headers) {
  return answer<Order>(api.POST('/api/v1/orders/{id}/cancel', { params: at(id), headers }));
}

export function appendLines(
  id: string,
  lines: { productId: string; policyId: string; quantity: number }[],
  headers: Headers,
) {
  return answer<Order>(
    api.POST('/api/v1/orders/{id}/lines', { params: at(id), headers, body: { lines } }),
  );
}

export function returnLines(
  id: string,
  lines: { lineId: string; quantity: number }[],
  headers: Headers,
) {
  return answer<Order>(
    api.POST('/api/v1/orders/{id}/returns', { params: at(id), headers, body: { lines } }),
  );
}
