// What the pages about batches ask of the API.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Batch, BatchRow, Page } from '../api/types';
import type { Draft } from './draft';
import type { Kind } from './columns';

type Headers = { 'Idempotency-Key': string };

export interface NewBatch {
  kind: Kind;
  /** Empty for the portfolio. */
  orderId: string;
  text: string;
  draft: Draft;
}

/** CSV is sent as it was given: the API reads it as this page has. */
export function startBatch({ kind, orderId, text, draft }: NewBatch, headers: Headers) {
  const order = orderId === '' ? {} : { orderId };
  const csv = draft.format === 'csv';
  return answer<Batch>(
    api.POST('/api/v1/license-batches', {
      params: { query: (csv ? { kind, ...order } : {}) as never },
      headers: { ...headers, 'Content-Type': csv ? 'text/csv' : 'application/json' },
      body: (csv ? text : JSON.stringify({ kind, ...order, rows: draft.rows })) as never,
      bodySerializer: (body) => body as unknown as string,
    }),
  );
}

export function listBatches(at: { limit: number; cursor?: string }) {
  return answer<Page<Batch>>(api.GET('/api/v1/license-batches', { params: { query: at } }));
}

export function batchQuery(id: string) {
  return queryOptions({
    queryKey: ['license-batches', 'one', id],
    queryFn: () =>
      answer<Batch>(api.GET('/api/v1/license-batches/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1_000 : false),
  });
}

export function listRows(
  id: string,
  status: BatchRow['status'] | '',
  at: { limit: number; cursor?: string },
) {
  return answer<Page<BatchRow>>(
    api.GET('/api/v1/license-batches/{id}/rows', {
      params: { path: { id }, query: { ...(status === '' ? {} : { status }), ...at } },
    }),
  );
}

export function resumeBatch(id: string, headers: Headers) {
  return answer<Batch>(
    api.POST('/api/v1/license-batches/{id}/resume', { params: { path: { id } }, headers }),
  );
}

export function stopBatch(id: string, headers: Headers) {
  return answer<Batch>(
    api.POST('/api/v1/license-batches/{id}/stop', { params: { path: { id } }, headers }),
  );
}

export function forgetBatches(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['license-batches'] });
}

export function csvOf(id: string): string {
  return `/api/v1/license-batches/${encodeURIComponent(id)}.csv`;
}
