// The names of what usage is grouped by, as far as the reader may read them.
import { useQueries } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Customer, License, Page, Partner, Product } from '../api/types';
import { licenseName } from '../licenses/LicenseKey';
import { useMe } from '../session/session';
import { shortId } from '../shared/ShortId';
import { texts } from '../texts';
import { OTHERS } from './series';
import { REST } from './table';
import type { Group } from './view';

const fixed = new Map([
  [OTHERS, texts.usage.others],
  [REST, texts.usage.rest],
]);

export function useNames(group: Group | undefined, ids: string[]) {
  const customer = useMe().account.role === 'customer';
  const results = useQueries({
    queries: ids
      .filter((id) => group !== undefined && !fixed.has(id))
      .map((id) => ({
        queryKey: ['name', group, id],
        queryFn: async () => [id, await readName(group!, id, customer)] as const,
        staleTime: 300_000,
        retry: false,
      })),
  });
  const read = new Map(results.flatMap(({ data }) => (data === undefined ? [] : [data])));
  return {
    pending: results.some(({ isPending }) => isPending),
    nameOf: (id: string) =>
      fixed.get(id) ?? read.get(id) ?? texts.states.number(shortId(id)),
  };
}

async function readName(group: Group, id: string, customer: boolean): Promise<string> {
  const params = { path: { id } };
  switch (group) {
    case 'partner':
      return (await answer<Partner>(api.GET('/api/v1/partners/{id}', { params }))).name;
    case 'product':
      return customer ? ownProduct(id) : (await answer<Product>(api.GET('/api/v1/products/{id}', { params }))).name;
    case 'customer': {
      const { firstName, lastName, company } = await answer<Customer>(
        api.GET('/api/v1/customers/{id}', { params }),
      );
      return company ? `${company} (${firstName} ${lastName})` : `${firstName} ${lastName}`;
    }
    case 'license': {
      const license = await answer<License>(api.GET('/api/v1/licenses/{id}', { params }));
      return customer ? licenseName(license) : `${licenseName(license)}, ${license.customerName}`;
    }
  }
}

/** A customer reads no catalog: its licenses say what the product is called. */
async function ownProduct(productId: string): Promise<string> {
  const { items } = await answer<Page<License>>(
    api.GET('/api/v1/licenses', { params: { query: { productId, limit: 1 } } }),
  );
  return items[0]?.productName ?? texts.states.number(shortId(productId));
}
