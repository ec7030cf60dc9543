// What can be granted: a partner grants out of its own portfolio, the operator out of a vendor's
// whole catalog.
import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { SellableProduct } from '../api/types';
import { useMe } from '../session/session';
import { allPolicies, allProducts } from './catalogNames';

export const portfolioQuery = queryOptions({
  queryKey: ['portfolio'],
  queryFn: async () =>
    (await answer<{ items: SellableProduct[] }>(api.GET('/api/v1/portfolio'))).items,
});

function catalogQuery(vendorId: string) {
  return queryOptions({
    queryKey: ['catalog', vendorId],
    queryFn: async (): Promise<SellableProduct[]> => {
      const [products, policies] = await Promise.all([allProducts(), allPolicies()]);
      return products
        .filter((product) => product.vendorId === vendorId && product.status === 'active')
        .map((product) => ({
          productId: product.id,
          code: product.code,
          name: product.name,
          kind: product.kind,
          policies: policies
            .filter((policy) => policy.productId === product.id && policy.status === 'active')
            .map(({ id, name, type, price }) => ({ policyId: id, name, type, price })),
        }));
    },
  });
}

/**
 * @param vendorId the root of the tree that is granted in; only the operator needs to know it
 */
export function useCatalog(vendorId: string | undefined): UseQueryResult<SellableProduct[]> {
  const operator = useMe().account.role === 'operator';
  const own = useQuery({ ...portfolioQuery, enabled: !operator });
  const all = useQuery({
    ...catalogQuery(vendorId ?? ''),
    enabled: operator && vendorId !== undefined,
  });
  return operator ? all : own;
}
