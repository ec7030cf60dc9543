// What the license pages ask of the API.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch, versioned } from '../api/client';
import type { Issuance, License, Machine, NewLicenses, Order, Page, Product } from '../api/types';
import { date } from '../shared/format';
import { shortId } from '../shared/ShortId';
import type { Choice } from '../shared/RemoteSelect';
import { texts } from '../texts';
import type { PlainAction, RenewFrom } from './lifecycle';
import type { LicenseFilters } from './licenseFilters';

type Headers = { 'Idempotency-Key': string };

export function listLicenses(filters: LicenseFilters, at: { limit: number; cursor?: string }) {
  return answer<Page<License>>(
    api.GET('/api/v1/licenses', { params: { query: { ...(filters as object), ...at } } }),
  );
}

export function licenseQuery(id: string) {
  return queryOptions({
    queryKey: ['licenses', 'one', id],
    queryFn: () =>
      versioned<License>(api.GET('/api/v1/licenses/{id}', { params: { path: { id } } })),
  });
}

export function patchLicense(id: string, etag: string | undefined, body: Record<string, unknown>) {
  return versioned<License>(
    api.PATCH('/api/v1/licenses/{id}', {
      params: { path: { id } },
      headers: ifMatch(etag),
      body: body as never,
    }),
  );
}

export function actOn(id: string, action: PlainAction, headers: Headers) {
  return versioned<License>(
    api.POST(`/api/v1/licenses/{id}/${action}`, { params: { path: { id } }, headers }),
  );
}

export function renewLicense(id: string, from: RenewFrom, headers: Headers) {
  return versioned<License>(
    api.POST('/api/v1/licenses/{id}/renew', { params: { path: { id }, query: { from } }, headers }),
  );
}

export function changePolicy(
  id: string,
  body: { policyId: string; expiry: 'keep' | 'reset' },
  headers: Headers,
) {
  return versioned<License>(
    api.POST('/api/v1/licenses/{id}/change-policy', { params: { path: { id } }, headers, body }),
  );
}

export function transferLicense(id: string, customerId: string, headers: Headers) {
  return versioned<License>(
    api.POST('/api/v1/licenses/{id}/transfer', {
      params: { path: { id } },
      headers,
      body: { customerId },
    }),
  );
}

/** What has changed a license has changed every list of them, and its machines. */
export function forgetLicenses(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['licenses'] });
}

export function machinesQuery(licenseId: string) {
  return queryOptions({
    queryKey: ['licenses', 'machines', licenseId],
    queryFn: async () =>
      (
        await answer<Page<Machine>>(
          api.GET('/api/v1/licenses/{licenseId}/machines', { params: { path: { licenseId } } }),
        )
      ).items,
  });
}

export function releaseMachine(id: string) {
  return api.DELETE('/api/v1/machines/{id}', { params: { path: { id } } });
}

export interface FileTerms {
  encrypt: boolean;
  /** ISO 8601, or `none` for one without end; absent for what the installation gives. */
  ttl?: string;
}

/** The file itself, of the license or of one of its machines. */
export function checkOut(id: string, machineId: string | null, terms: FileTerms, headers: Headers) {
  const asked = {
    headers: { ...headers, Accept: 'text/plain' },
    parseAs: 'text' as const,
  };
  return answer<string>(
    machineId === null
      ? api.POST('/api/v1/licenses/{id}/check-out', {
          ...asked,
          params: { path: { id }, query: { ...terms } },
        })
      : api.POST('/api/v1/licenses/{id}/machines/{machineId}/check-out', {
          ...asked,
          params: { path: { id, machineId }, query: { ...terms } },
        }),
  );
}

/** For how long its trials last. */
export function trialDaysQuery(productId: string) {
  return queryOptions({
    queryKey: ['catalog', 'trial-days', productId],
    queryFn: async () =>
      (
        await answer<Product>(
          api.GET('/api/v1/products/{id}', { params: { path: { id: productId } } }),
        )
      ).trialDays ?? null,
    staleTime: 60_000,
    retry: false,
  });
}

/** Few are there at once; more come in the background. */
export type Issued = { items: License[] } | { issuance: Issuance };

export function issueLicenses(body: NewLicenses, headers: Headers) {
  return answer<Issued>(api.POST('/api/v1/licenses', { headers, body }));
}

export function issuanceQuery(id: string) {
  return queryOptions({
    queryKey: ['issuances', id],
    queryFn: () =>
      answer<Issuance>(api.GET('/api/v1/issuances/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 1_000),
  });
}

export function isOver(issuance: Issuance | undefined): boolean {
  return issuance?.status === 'completed' || issuance?.status === 'failed';
}

const ORDERS_SEARCHED = 100;

/** Orders by their reference: the newest, and any that has exactly this one. */
export async function findOrders(q: string): Promise<Order[]> {
  const asked = (query: { limit: number; externalReferenceId?: string }) =>
    answer<Page<Order>>(api.GET('/api/v1/orders', { params: { query } }));
  const [newest, exact] = await Promise.all([
    asked({ limit: ORDERS_SEARCHED }),
    q === '' ? { items: [] } : asked({ limit: 20, externalReferenceId: q }),
  ]);
  const words = q.toLowerCase();
  const found = newest.items.filter((order) => orderName(order).toLowerCase().includes(words));
  return [...exact.items.filter(({ id }) => found.every((one) => one.id !== id)), ...found];
}

export function orderName({ id, externalReferenceId, placedAt }: Order): string {
  return (
    externalReferenceId ??
    `${texts.orders.orderOf(date(placedAt))}, ${texts.states.number(shortId(id))}`
  );
}

export function orderChoice(order: Order): Choice {
  return { value: order.id, label: orderName(order) };
}
