// What the pages ask of the API about counting again.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Page, Remetering } from '../api/types';

type Key = { 'Idempotency-Key': string };

export interface Range {
  from: string;
  to: string;
}

export function listRemeterings(at: { limit: number; cursor?: string }) {
  return answer<Page<Remetering>>(api.GET('/api/v1/remeterings', { params: { query: at } }));
}

/** Asked again while it is worked on. */
export function remeteringQuery(id: string) {
  return queryOptions({
    queryKey: ['remeterings', 'one', id],
    queryFn: () =>
      answer<Remetering>(api.GET('/api/v1/remeterings/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && !isAtWork(state.data) ? false : 1_000),
  });
}

export function isAtWork({ status }: Remetering): boolean {
  return status === 'previewing' || status === 'applying';
}

/** Only one of a vendor is unfinished at a time. */
export function isUnfinished(remetering: Remetering): boolean {
  return isAtWork(remetering) || remetering.status === 'ready';
}

export function previewRemetering(meterId: string, { from, to }: Range, headers: Key) {
  return answer<Remetering>(
    api.POST('/api/v1/remeterings', { body: { meterId, from, to }, headers }),
  );
}

export function applyRemetering(id: string, reason: string, headers: Key) {
  return answer<Remetering>(
    api.POST('/api/v1/remeterings/{id}/apply', {
      params: { path: { id } },
      body: { reason },
      headers,
    }),
  );
}

export function cancelRemetering(id: string, headers: Key) {
  return answer<Remetering>(
    api.POST('/api/v1/remeterings/{id}/cancel', { params: { path: { id } }, headers }),
  );
}
