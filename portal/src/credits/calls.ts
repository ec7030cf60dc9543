// What the pages ask of the API about credits and credit notes.
import { queryOptions } from '@tanstack/react-query';
import type { Client } from 'openapi-fetch';
import { answer, api } from '../api/client';
import type { Money, Page, Statement } from '../api/types';
import { thisPeriod } from '../shared/format';

/** Who pays with a credit. */
export type Payer = { partnerId: string } | { customerId: string };
export type CreditKind = 'grant' | 'prepaid';

export interface Credit {
  id: string;
  payerId: string;
  kind: CreditKind;
  amount: Money;
  drawn: Money;
  remaining: Money;
  price?: Money;
  from: string;
  until: string;
  /** Codes of the meters whose usage it pays; absent for everything. */
  meters?: string[];
  priority: number;
  note: string;
  draws: { statementId: string; period: string; amount: Money; settled: boolean }[];
  givenBy?: string;
  createdAt: string;
  voided?: { at: string; reason: string };
}

export interface NewCredit {
  kind: CreditKind;
  amount: Money;
  price?: Money;
  from: string;
  until: string;
  meters?: string[];
  priority: number;
  note: string;
}

export interface NewCreditNote {
  statementId: string;
  lineKey: string;
  amount: Money;
  reason: string;
}

interface Answer<T> {
  200: { content: { 'application/json': T } };
}

type At = { limit: number; cursor?: string };

interface CreditPaths {
  '/api/v1/credits': {
    get: {
      parameters: { query: Partial<{ partnerId: string; customerId: string }> & At };
      responses: Answer<Page<Credit>>;
    };
    post: {
      requestBody: { content: { 'application/json': Payer & NewCredit } };
      responses: Answer<Credit>;
    };
  };
  '/api/v1/credits/{id}/void': {
    post: {
      parameters: { path: { id: string } };
      requestBody: { content: { 'application/json': { reason: string } } };
      responses: Answer<Credit>;
    };
  };
  '/api/v1/credit-notes': {
    post: {
      requestBody: { content: { 'application/json': NewCreditNote } };
      responses: Answer<{ id: string }>;
    };
  };
  '/api/v1/statements': {
    get: {
      parameters: { query: Payer & { period: string } };
      responses: Answer<Page<Statement>>;
    };
  };
}

const calls = api as unknown as Client<CreditPaths>;

type Key = { 'Idempotency-Key': string };

export function listCredits(payer: Payer, at: At) {
  return answer<Page<Credit>>(
    calls.GET('/api/v1/credits', { params: { query: { ...payer, ...at } } }),
  );
}

/** The currency of the payer's statements; null if it has none, because it is on no plan. */
export function currencyQuery(payer: Payer) {
  return queryOptions({
    queryKey: ['credits', 'currency', payer],
    queryFn: async () => {
      const query = { ...payer, period: thisPeriod() };
      const { items } = await answer<Page<Statement>>(
        calls.GET('/api/v1/statements', { params: { query } }),
      );
      return items[0]?.total.currency ?? null;
    },
  });
}

export function giveCredit(body: Payer & NewCredit, headers: Key) {
  return answer<Credit>(calls.POST('/api/v1/credits', { body, headers }));
}

export function voidCredit(id: string, reason: string, headers: Key) {
  return answer<Credit>(
    calls.POST('/api/v1/credits/{id}/void', {
      params: { path: { id } },
      body: { reason },
      headers,
    }),
  );
}

export function makeCreditNote(body: NewCreditNote, headers: Key) {
  return answer<{ id: string }>(calls.POST('/api/v1/credit-notes', { body, headers }));
}
