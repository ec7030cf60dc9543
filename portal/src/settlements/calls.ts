// What the settlement pages ask of the API.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch, versioned } from '../api/client';
import type { Settlement, SettlementLine, SettlementPreview } from '../api/types';
import type { Bill } from '../orders/bill';

export function settlementQuery(id: string) {
  return queryOptions({
    queryKey: ['settlements', 'one', id],
    queryFn: () =>
      versioned<Settlement>(api.GET('/api/v1/settlements/{id}', { params: { path: { id } } })),
  });
}

export function previewQuery(licenseIds: string[]) {
  return queryOptions({
    queryKey: ['settlements', 'preview', licenseIds],
    queryFn: () =>
      answer<SettlementPreview>(
        api.POST('/api/v1/settlements/preview', { body: { licenseIds } }),
      ),
    enabled: licenseIds.length > 0,
    retry: false,
  });
}

export function confirmPayment(
  id: string,
  reference: string | undefined,
  etag: string | undefined,
  headers: Record<string, string>,
): Promise<Settlement> {
  return answer<Settlement>(
    api.POST('/api/v1/settlements/{id}/pay', {
      params: { path: { id } },
      headers: { ...headers, ...ifMatch(etag) },
      body: { reference },
    }),
  );
}

export function cancelSettlement(
  id: string,
  etag: string | undefined,
  headers: Record<string, string>,
): Promise<Settlement> {
  return answer<Settlement>(
    api.POST('/api/v1/settlements/{id}/cancel', {
      params: { path: { id } },
      headers: { ...headers, ...ifMatch(etag) },
    }),
  );
}

/** Licenses become paid, or can be chosen again. */
export function forgetSettlements(queries: QueryClient): Promise<unknown> {
  return Promise.all([
    queries.invalidateQueries({ queryKey: ['settlements'] }),
    queries.invalidateQueries({ queryKey: ['licenses'] }),
  ]);
}

export function billOf({ lines, total }: { lines: SettlementLine[]; total: Bill['total'] }): Bill {
  const sum = (part: 'price' | 'discount') =>
    lines.reduce((amount, line) => amount + line[part].amount, 0);
  return {
    list: { ...total, amount: sum('price') },
    discount: { ...total, amount: sum('discount') },
    total,
  };
}
