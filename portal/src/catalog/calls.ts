// What the catalog pages ask of the API.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch, versioned } from '../api/client';
import type { NewPolicy, NewProduct, Page, Policy, Product } from '../api/types';

interface At {
  limit: number;
  cursor?: string;
}

type Once = { 'Idempotency-Key': string };

export function listProducts(at: At) {
  return answer<Page<Product>>(api.GET('/api/v1/products', { params: { query: at } }));
}

export function productQuery(id: string) {
  return queryOptions({
    queryKey: ['catalog', 'product', id],
    queryFn: () =>
      versioned<Product>(api.GET('/api/v1/products/{id}', { params: { path: { id } } })),
  });
}

export function createProduct(body: NewProduct, headers: Once) {
  return answer<Product>(api.POST('/api/v1/products', { body, headers }));
}

export function patchProduct(id: string, etag: string | undefined, body: object) {
  return versioned<Product>(
    api.PATCH('/api/v1/products/{id}', {
      params: { path: { id } },
      headers: ifMatch(etag),
      body: body as never,
    }),
  );
}

/** Of one product, or of all. */
export function listPolicies(productId: string | undefined, at: At) {
  return answer<Page<Policy>>(
    api.GET('/api/v1/policies', {
      params: { query: { ...(productId ? { productId } : {}), ...at } },
    }),
  );
}

export function policyQuery(id: string) {
  return queryOptions({
    queryKey: ['catalog', 'policy', id],
    queryFn: () =>
      versioned<Policy>(api.GET('/api/v1/policies/{id}', { params: { path: { id } } })),
  });
}

export function createPolicy(body: NewPolicy, headers: Once) {
  return answer<Policy>(api.POST('/api/v1/policies', { body, headers }));
}

export function patchPolicy(id: string, etag: string | undefined, body: object) {
  return versioned<Policy>(
    api.PATCH('/api/v1/policies/{id}', {
      params: { path: { id } },
      headers: ifMatch(etag),
      body: body as never,
    }),
  );
}

/** After a product or policy has changed: names, lists, and what can be sold. */
export async function forgetCatalog(queries: QueryClient): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ['catalog'] }),
    queries.invalidateQueries({ queryKey: ['portfolio'] }),
  ]);
}
