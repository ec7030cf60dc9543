// What the pages ask of the API about plans and what they cost.
import { queryOptions } from '@tanstack/react-query';
import { answer, api, ifMatch, versioned } from '../api/client';
import { everything } from '../api/everything';
import type { NewPlan, Page, Plan, Rate, RatingPreview } from '../api/types';

export function listPlans(at: { limit: number; cursor?: string }) {
  return answer<Page<Plan>>(api.GET('/api/v1/plans', { params: { query: at } }));
}

export const plansQuery = queryOptions({
  queryKey: ['plans', 'all'],
  queryFn: () => everything(listPlans),
  staleTime: 60_000,
});

export function planQuery(id: string) {
  return queryOptions({
    queryKey: ['plans', 'one', id],
    queryFn: () => versioned<Plan>(api.GET('/api/v1/plans/{id}', { params: { path: { id } } })),
  });
}

export function createPlan(body: NewPlan, headers: { 'Idempotency-Key': string }) {
  return answer<Plan>(api.POST('/api/v1/plans', { body, headers }));
}

export function patchPlan(id: string, etag: string | undefined, body: NewPlan & { from?: string }) {
  return versioned<Plan>(
    api.PATCH('/api/v1/plans/{id}', {
      params: { path: { id } },
      headers: ifMatch(etag),
      body: body as never,
    }),
  );
}

/** Takes a change of prices back that has not taken effect. */
export function takePricesBack(id: string, from: string) {
  return versioned<Plan>(
    api.DELETE('/api/v1/plans/{id}/prices/{from}', { params: { path: { id, from } } }),
  );
}

/** What a quantity costs; it changes nothing, so it may be asked again and again. */
export function ratingQuery(rate: Rate | undefined, quantity: string) {
  return queryOptions({
    queryKey: ['ratings', rate ?? null, quantity],
    queryFn: () =>
      answer<RatingPreview>(
        api.POST('/api/v1/ratings/preview', { body: { rate: rate!, quantity } }),
      ),
    enabled: rate !== undefined && quantity !== '',
    retry: false,
    staleTime: Infinity,
  });
}
