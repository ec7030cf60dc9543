// What a new vendor still has to do before anything can be sold.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Grant, Page, Partner } from '../api/types';
import { listPolicies, listProducts } from './calls';

export interface Found {
  productId?: string;
  policyId?: string;
  partnerId?: string;
  /** Some partner may sell something. */
  granted: boolean;
}

export interface Step {
  id: 'product' | 'policy' | 'partner' | 'grant';
  done: boolean;
  to: string;
}

/** In the order in which they build on each other; each leads to where it is done. */
export function stepsOf({ productId, policyId, partnerId, granted }: Found): Step[] {
  return [
    { id: 'product', done: productId !== undefined, to: '/products/new' },
    {
      id: 'policy',
      done: policyId !== undefined,
      to: productId === undefined ? '/products/new' : `/products/${productId}/policies/new`,
    },
    { id: 'partner', done: partnerId !== undefined, to: '/partners/new?type=reseller' },
    {
      id: 'grant',
      done: granted,
      to:
        partnerId === undefined ? '/partners/new?type=reseller' : `/partner/${partnerId}/portfolio`,
    },
  ];
}

/** A vendor that grants anything at all has granted to one of its newest partners. */
const PARTNERS_ASKED_MAX = 20;

export function firstRunQuery(vendorId: string) {
  return queryOptions({
    queryKey: ['catalog', 'first-run', vendorId],
    queryFn: async (): Promise<Found> => {
      const [products, policies, partners] = await Promise.all([
        listProducts({ limit: 1 }),
        listPolicies(undefined, { limit: 1 }),
        answer<Page<Partner>>(
          api.GET('/api/v1/partners', {
            params: { query: { parentId: vendorId, limit: PARTNERS_ASKED_MAX } },
          }),
        ),
      ]);
      return {
        productId: products.items[0]?.id,
        policyId: policies.items[0]?.id,
        partnerId: partners.items[0]?.id,
        granted: await anyGrant(partners.items),
      };
    },
    // Its steps are done on other pages: coming back must tick them.
    staleTime: 0,
  });
}

async function anyGrant(partners: Partner[]): Promise<boolean> {
  for (const { id } of partners) {
    const grants = await answer<Grant[]>(
      api.GET('/api/v1/partners/{id}/grants', { params: { path: { id } } }),
    );
    if (grants.length > 0) {
      return true;
    }
  }
  return false;
}
