// What the pages about corrections ask of the API.
import type { QueryClient } from '@tanstack/react-query';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { LateEvent, Me, NewCorrection, Page, UsageCorrection } from '../api/types';
import { may } from '../session/session';

type At = { limit: number; cursor?: string };
type Once = { 'Idempotency-Key': string };

/** Only the vendor itself corrects what its meters have counted. */
export function mayCorrect(me: Me): boolean {
  return me.partner?.type === 'vendor' && may(me, 'manage_meters');
}

export function listLateEvents(at: At) {
  return answer<Page<LateEvent>>(api.GET('/api/v1/late-events', { params: { query: at } }));
}

export function listCorrections(at: At) {
  return answer<Page<UsageCorrection>>(
    api.GET('/api/v1/usage-corrections', { params: { query: at } }),
  );
}

export function correct(body: NewCorrection, headers: Once) {
  return answer<UsageCorrection>(api.POST('/api/v1/usage-corrections', { headers, body }));
}

export function takeIn(id: string, reason: string, headers: Once) {
  return answer<UsageCorrection>(
    api.POST('/api/v1/late-events/{id}/take-in', {
      params: { path: { id } },
      headers,
      body: { reason },
    }),
  );
}

export interface UsageSettings {
  acceptedFor: string;
  acceptedForMax: string;
}

export const usageSettingsQuery = queryOptions({
  queryKey: ['usage', 'settings'],
  queryFn: () => answer<UsageSettings>(api.GET('/api/v1/usage-settings')),
});

export function acceptFor(days: number) {
  return answer<UsageSettings>(
    api.PUT('/api/v1/usage-settings', { body: { acceptedFor: `P${days}D` } }),
  );
}

/** Whole days of a duration as the API writes it: PT840H. */
export function wholeDays(duration: string): number {
  const [, days, hours] = /^P(?:(\d+)D)?(?:T(\d+)H)?/.exec(duration) ?? [];
  return Number(days ?? 0) + Math.floor(Number(hours ?? 0) / 24);
}

/** The data of an event that somebody has typed. */
export function dataOf(text: string): Record<string, unknown> | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export function forgetUsage(queries: QueryClient) {
  return queries.invalidateQueries({ queryKey: ['usage'] });
}
