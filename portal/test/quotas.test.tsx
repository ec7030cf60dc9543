import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Me } from '../src/api/types';
import { Balances } from '../src/quotas/Balances';
import type { Balance, Quota } from '../src/quotas/calls';
import {
  draftErrors,
  draftOf,
  isSetAbove,
  limitable,
  newQuota,
  setsQuotas,
  termsOf,
  usedPercent,
} from '../src/quotas/draft';
import { meQuery } from '../src/session/session';

const quota: Quota = {
  id: 'qta_1',
  meter: 'calls',
  included: '100',
  limit: 'hard',
  thresholds: [80, 100],
  setBy: 'prt_r',
};
const balance: Balance = {
  meter: 'calls',
  displayName: 'API calls',
  unit: 'calls',
  aggregation: 'sum',
  used: '85',
  quotaId: 'qta_1',
  included: '100',
  remaining: '15',
  limit: 'hard',
  percent: 80,
  allowed: true,
};
const free: Balance = {
  meter: 'seats',
  displayName: 'Seats',
  aggregation: 'max',
  used: '3',
  allowed: true,
};
const reseller = {
  account: { role: 'partner' },
  partner: { id: 'prt_r', path: ['prt_v', 'prt_r'] },
  permissions: ['manage_plans', 'read_usage'],
} as unknown as Me;
const customer = { account: { role: 'customer' }, permissions: [] } as unknown as Me;

describe('a quota as it is typed', () => {
  it('becomes the terms that the API takes', () => {
    const typed = { included: ' 12,5 ', limit: 'hard' as const, thresholds: '50, 80 100%' };
    expect(termsOf(typed)).toEqual({ included: '12.5', limit: 'hard', thresholds: [50, 80, 100] });
    expect(termsOf({ ...typed, thresholds: '' }).thresholds).toEqual([]);
    expect(draftOf(quota)).toEqual({ included: '100', limit: 'hard', thresholds: '80, 100' });
  });

  it('is right within its limits and wrong beyond them', () => {
    const of = (part: object) => Object.keys(draftErrors({ ...newQuota, included: '1', ...part }));
    expect(of({})).toEqual([]);
    expect(of({ included: '9'.repeat(18) + '.' + '9'.repeat(12) })).toEqual([]);
    for (const included of ['', '0', '0.0', '-1', 'x', '1'.repeat(19), '1e5']) {
      expect(of({ included })).toEqual(['included']);
    }
    expect(of({ thresholds: '1,2,3,4,5,6,7,8,9,1000' })).toEqual([]);
    for (const thresholds of ['0', '1001', '100, 80', '80, 80', '8.5', 'x', '1,2,3,4,5,6,7,8,9,10,11']) {
      expect(of({ thresholds })).toEqual(['thresholds']);
    }
  });
});

describe('who sets quotas', () => {
  it('is a partner with plans, below itself', () => {
    expect(setsQuotas(reseller, { licenseId: 'lic_1' })).toBe(true);
    expect(setsQuotas(reseller, { partnerId: 'prt_x' })).toBe(true);
    expect(setsQuotas(reseller, { partnerId: 'prt_r' })).toBe(false);
    expect(setsQuotas({ ...reseller, permissions: ['read_usage'] }, { licenseId: 'l' })).toBe(false);
    expect(setsQuotas(customer, { licenseId: 'lic_1' })).toBe(false);
  });

  it('changes what it or a partner below it has set', () => {
    expect(isSetAbove(reseller, quota)).toBe(false);
    expect(isSetAbove(reseller, { ...quota, setBy: 'prt_below' })).toBe(false);
    expect(isSetAbove(reseller, { ...quota, setBy: 'prt_v' })).toBe(true);
  });
});

describe('a balance', () => {
  it('fills its bar to the end at most', () => {
    expect(usedPercent(balance)).toBe(85);
    expect(usedPercent({ ...balance, used: '250' })).toBe(100);
    expect(usedPercent({ ...balance, used: '-1' })).toBe(0);
    expect(usedPercent(free)).toBe(0);
  });

  it('may get a quota if its meter only grows and has none', () => {
    const average: Balance = { ...free, meter: 'load', aggregation: 'average' };
    expect(limitable([balance, free, average], [quota]).map(({ meter }) => meter)).toEqual([
      'seats',
    ]);
  });
});

function open(me: Me, answers: { balances?: Balance[]; quotas?: Quota[] } = {}) {
  const sent: { call: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') {
      const text = await request.text();
      sent.push({
        call: `${request.method} ${pathname}`,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      });
      return request.method === 'DELETE'
        ? new Response(null, { status: 204 })
        : Response.json(quota);
    }
    if (pathname.endsWith('/balances')) {
      return Response.json({ items: answers.balances ?? [balance, free] });
    }
    return pathname.endsWith('/quotas')
      ? Response.json({ items: answers.quotas ?? [quota], next: null })
      : Response.json(quota, { headers: { ETag: '"3"' } });
  });
  const queries = new QueryClient();
  queries.setQueryData(meQuery.queryKey, me);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <Balances subject={{ licenseId: 'lic_1' }} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return sent;
}

describe('the balances of a license', () => {
  it('say what is used, what remains and what was reached', async () => {
    open(customer);
    const calls = within(await screen.findByRole('group', { name: 'API calls' }));
    expect(calls.getByText('85 of 100 calls used')).toBeTruthy();
    expect(calls.getByText('15 calls left')).toBeTruthy();
    expect(calls.getByText('Hard limit')).toBeTruthy();
    expect(calls.getByText('80 % reached')).toBeTruthy();
    expect(calls.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('85');
    expect(within(screen.getByRole('group', { name: 'Seats' })).getByText('3 used')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('say when a hard limit is used up', async () => {
    open(customer, { balances: [{ ...balance, used: '120', remaining: '0', allowed: false }] });
    expect(await screen.findByText('Nothing is left')).toBeTruthy();
    expect(screen.getByText(/products are told to stop/)).toBeTruthy();
  });

  it('let a partner set a quota', async () => {
    const sent = open(reseller);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Set a quota' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/Included each month/), '5');
    await user.click(dialog.getByRole('button', { name: 'Set a quota' }));
    await waitFor(() =>
      expect(sent).toEqual([
        {
          call: 'POST /api/v1/quotas',
          body: {
            licenseId: 'lic_1',
            meter: 'seats',
            included: '5',
            limit: 'soft',
            thresholds: [80, 100],
          },
        },
      ]),
    );
  });

  it('let it edit one', async () => {
    const sent = open(reseller);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Edit: API calls' }));
    const included = await screen.findByLabelText(/Included each month/);
    await user.clear(included);
    await user.type(included, '200');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({
      call: 'PATCH /api/v1/quotas/qta_1',
      body: { included: '200', limit: 'hard', thresholds: [80, 100] },
    });
  });

  it('let it delete one', async () => {
    const sent = open(reseller);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Delete: API calls' }));
    await user.click(await screen.findByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(sent[0]?.call).toBe('DELETE /api/v1/quotas/qta_1'));
  });

  it('let it not change what a partner above has set', async () => {
    open(reseller, { quotas: [{ ...quota, setBy: 'prt_v' }] });
    await screen.findByRole('group', { name: 'API calls' });
    expect(screen.queryByRole('button', { name: 'Edit: API calls' })).toBeNull();
  });
});
