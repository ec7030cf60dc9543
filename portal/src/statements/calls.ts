// What the statement pages ask of the API.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Page, Statement, StatementClose } from '../api/types';

export interface StatementFilters {
  partnerId?: string;
  payers?: 'partners' | 'customers';
  period?: string;
}

type At = { limit: number; cursor?: string };

export function listStatements(filters: StatementFilters, at: At): Promise<Page<Statement>> {
  return answer<Page<Statement>>(
    api.GET('/api/v1/statements', { params: { query: { ...filters, ...at } } }),
  );
}

/** How many pages of payers that owe nothing are skipped before there is a page to look at. */
const SKIPPED_MAX = 20;

/**
 * A page of the API holds as many payers as were asked for, and of those only the statements that
 * there are: pages without any are passed over.
 */
export async function firstWithItems<T>(
  load: (at: At) => Promise<Page<T>>,
  at: At,
): Promise<Page<T>> {
  let page = await load(at);
  for (let skipped = 0; page.items.length === 0 && page.next && skipped < SKIPPED_MAX; skipped++) {
    page = await load({ ...at, cursor: page.next });
  }
  return page;
}

export function statementQuery(id: string) {
  return queryOptions({
    queryKey: ['statements', 'one', id],
    queryFn: () =>
      answer<Statement>(api.GET('/api/v1/statements/{id}', { params: { path: { id } } })),
  });
}

/** Where the browser loads the statement as a file from. */
export function fileOf(id: string, type: 'pdf' | 'csv'): string {
  return `/api/v1/statements/${encodeURIComponent(id)}.${type}`;
}

export function closeMonth(period: string, headers: { 'Idempotency-Key': string }) {
  return answer<StatementClose>(
    api.POST('/api/v1/statements/close', { headers, body: { period } }),
  );
}

export function closeQuery(id: string) {
  return queryOptions({
    queryKey: ['statement-closes', id],
    queryFn: () =>
      answer<StatementClose>(api.GET('/api/v1/statement-closes/{id}', { params: { path: { id } } })),
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1_000 : false),
  });
}
