// What the pages ask of the API about quotas and balances.
import { queryOptions } from '@tanstack/react-query';
import type { Client } from 'openapi-fetch';
import { answer, api, ifMatch, versioned } from '../api/client';
import { everything } from '../api/everything';
import type { Page } from '../api/types';
import type { Aggregation } from '../usage/totals';

/** Whose usage is meant. */
export type Subject = { licenseId: string } | { customerId: string } | { partnerId: string };
export type Limit = 'soft' | 'hard';

export interface Balance {
  meter: string;
  displayName: string;
  unit?: string;
  aggregation: Aggregation;
  used: string;
  quotaId?: string;
  included?: string;
  remaining?: string;
  limit?: Limit;
  /** The highest threshold that was reached this month. */
  percent?: number;
  allowed: boolean;
}

export interface QuotaTerms {
  included: string;
  limit: Limit;
  thresholds: number[];
}

export interface Quota extends QuotaTerms {
  id: string;
  meter: string;
  setBy?: string;
}

interface Answer<T> {
  200: { content: { 'application/json': T } };
}

interface One {
  path: { id: string };
}

interface QuotaPaths {
  '/api/v1/balances': {
    get: { parameters: { query: Subject }; responses: Answer<{ items: Balance[] }> };
  };
  '/api/v1/quotas': {
    get: {
      parameters: { query: Subject & { limit?: number; cursor?: string } };
      responses: Answer<Page<Quota>>;
    };
    post: {
      requestBody: { content: { 'application/json': Subject & QuotaTerms & { meter: string } } };
      responses: Answer<Quota>;
    };
  };
  '/api/v1/quotas/{id}': {
    get: { parameters: { path: One['path'] }; responses: Answer<Quota> };
    patch: {
      parameters: { path: One['path'] };
      requestBody: { content: { 'application/json': QuotaTerms } };
      responses: Answer<Quota>;
    };
    delete: { parameters: { path: One['path'] }; responses: { 204: { content?: never } } };
  };
}

const calls = api as unknown as Client<QuotaPaths>;

const key = (subject: Subject) => ['quotas', subject];

/** The balances of the subject, and the quotas that they are of. */
export function balancesQuery(subject: Subject) {
  return queryOptions({
    queryKey: key(subject),
    queryFn: async () => {
      const [balances, quotas] = await Promise.all([
        answer<{ items: Balance[] }>(
          calls.GET('/api/v1/balances', { params: { query: subject } }),
        ),
        everything((at) =>
          answer<Page<Quota>>(
            calls.GET('/api/v1/quotas', { params: { query: { ...subject, ...at } } }),
          ),
        ),
      ]);
      return { balances: balances.items, quotas };
    },
  });
}

export function readQuota(id: string) {
  return versioned<Quota>(calls.GET('/api/v1/quotas/{id}', { params: { path: { id } } }));
}

export function createQuota(
  body: Subject & QuotaTerms & { meter: string },
  headers: { 'Idempotency-Key': string },
) {
  return answer<Quota>(calls.POST('/api/v1/quotas', { body, headers }));
}

export function patchQuota(id: string, etag: string | undefined, body: QuotaTerms) {
  return versioned<Quota>(
    calls.PATCH('/api/v1/quotas/{id}', {
      params: { path: { id } },
      headers: ifMatch(etag),
      body,
    }),
  );
}

export function deleteQuota(id: string) {
  return answer<void>(calls.DELETE('/api/v1/quotas/{id}', { params: { path: { id } } }));
}
