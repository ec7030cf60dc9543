// The names of products and policies, as far as the caller may read them.
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Page, Policy, Product } from '../api/types';

const all = { params: { query: { limit: 200 } } };

export function useCatalogNames() {
  const products = useQuery({
    queryKey: ['catalog', 'products'],
    queryFn: () => answer<Page<Product>>(api.GET('/api/v1/products', all)),
    staleTime: 60_000,
  });
  const policies = useQuery({
    queryKey: ['catalog', 'policies'],
    queryFn: () => answer<Page<Policy>>(api.GET('/api/v1/policies', all)),
    staleTime: 60_000,
  });
  return {
    product: (id: string) => products.data?.items.find((one) => one.id === id)?.name ?? id,
    policy: (id: string) => policies.data?.items.find((one) => one.id === id)?.name ?? id,
  };
}
