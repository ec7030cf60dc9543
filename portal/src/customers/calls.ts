// What the customer pages ask of the API.
import { queryOptions } from '@tanstack/react-query';
import { answer, api, ifMatch, versioned } from '../api/client';
import { newKey } from '../api/submission';
import type { Customer, Page } from '../api/types';
import type { Choice } from '../shared/RemoteSelect';

export function listCustomers(
  filters: { q: string; partnerId?: string },
  at: { limit: number; cursor?: string },
) {
  const { q, partnerId } = filters;
  return answer<Page<Customer>>(
    api.GET('/api/v1/customers', {
      params: { query: { ...(q === '' ? {} : { q }), ...(partnerId ? { partnerId } : {}), ...at } },
    }),
  );
}

/** Customers by name, company or e-mail, to choose one. */
export async function chooseCustomer(q: string): Promise<Choice[]> {
  const { items } = await listCustomers({ q }, { limit: 20 });
  return items.map(choiceOf);
}

function choiceOf({ id, firstName, lastName, email }: Customer): Choice {
  return { value: id, label: `${firstName} ${lastName} (${email})` };
}

export function customerQuery(id: string) {
  return queryOptions({
    queryKey: ['customers', 'one', id],
    queryFn: () =>
      versioned<Customer>(api.GET('/api/v1/customers/{id}', { params: { path: { id } } })),
  });
}

/** One that is known by its id, as the choice that it is. */
export function customerChoiceQuery(id: string) {
  return queryOptions({ ...customerQuery(id), select: ({ value }) => choiceOf(value) });
}

export function patchCustomer(id: string, etag: string | undefined, body: Record<string, unknown>) {
  return versioned<Customer>(
    api.PATCH('/api/v1/customers/{id}', {
      params: { path: { id } },
      headers: ifMatch(etag),
      body: body as never,
    }),
  );
}

export function resetPassword(
  id: string,
  password: string,
  headers: { 'Idempotency-Key': string },
) {
  return api.POST('/api/v1/customers/{id}/reset-password', {
    params: { path: { id } },
    headers,
    body: { password },
  });
}

export function switchCustomer(id: string, active: boolean) {
  const path = active ? '/api/v1/customers/{id}/activate' : '/api/v1/customers/{id}/deactivate';
  return answer<Customer>(
    api.POST(path, { params: { path: { id } }, headers: { 'Idempotency-Key': newKey() } }),
  );
}
