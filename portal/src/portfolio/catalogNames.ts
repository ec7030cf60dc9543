// The names of products and policies, as far as the caller may read them.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { everything } from '../api/everything';
import type { Page, Policy, Product } from '../api/types';

export function allProducts(): Promise<Product[]> {
  return everything((at) =>
    answer<Page<Product>>(api.GET('/api/v1/products', { params: { query: at } })),
  );
}

export function allPolicies(): Promise<Policy[]> {
  return everything((at) =>
    answer<Page<Policy>>(api.GET('/api/v1/policies', { params: { query: at } })),
  );
}

export const catalogNamesQuery = queryOptions({
  queryKey: ['catalog', 'names'],
  queryFn: async () => {
    const [products, policies] = await Promise.all([allProducts(), allPolicies()]);
    return products.map(({ id, name }) => ({
      id,
      name,
      policies: policies.filter(({ productId }) => productId === id),
    }));
  },
  staleTime: 60_000,
});

/** Names by id; none for what the caller may not read, or as long as it is not read. */
export function useCatalogNames() {
  const { data = [], isPending } = useQuery(catalogNamesQuery);
  return {
    isPending,
    product: (id: string) => data.find((product) => product.id === id)?.name,
    policy: (id: string) =>
      data.flatMap(({ policies }) => policies).find((policy) => policy.id === id)?.name,
  };
}
