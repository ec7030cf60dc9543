// What the pages ask of the API about meters.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch, versioned } from '../api/client';
import { everything } from '../api/everything';
import type { EventPreview, Meter, NewMeter, Page } from '../api/types';

export function listMeters(at: { limit: number; cursor?: string }) {
  return answer<Page<Meter>>(api.GET('/api/v1/meters', { params: { query: at } }));
}

export const metersQuery = queryOptions({
  queryKey: ['meters', 'all'],
  queryFn: () => everything(listMeters),
  staleTime: 60_000,
});

export function meterQuery(id: string) {
  return queryOptions({
    queryKey: ['meters', 'one', id],
    queryFn: () => versioned<Meter>(api.GET('/api/v1/meters/{id}', { params: { path: { id } } })),
  });
}

export function createMeter(body: NewMeter, headers: { 'Idempotency-Key': string }) {
  return answer<Meter>(api.POST('/api/v1/meters', { body, headers }));
}

export function patchMeter(id: string, etag: string | undefined, body: object) {
  return versioned<Meter>(
    api.PATCH('/api/v1/meters/{id}', {
      params: { path: { id } },
      headers: ifMatch(etag),
      body: body as never,
    }),
  );
}

/** Sends the text as it is: a number in it may have more digits than one of a page can hold. */
export function previewEvent(event: string) {
  return answer<EventPreview>(
    api.POST('/api/v1/events/preview', {
      headers: { 'Content-Type': 'application/cloudevents+json' },
      body: event as never,
      bodySerializer: (text: unknown) => text as string,
    }),
  );
}

/** After a meter has changed: lists, what can be looked at, and the figures of the overview. */
export async function forgetMeters(queries: QueryClient): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ['meters'] }),
    queries.invalidateQueries({ queryKey: ['usage', 'meters'] }),
    queries.invalidateQueries({ queryKey: ['partners', 'overview'] }),
  ]);
}
