import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Plan, PlanPeriod, PlanPrices } from '../src/api/types';
import { ComingPlan } from '../src/plans/ComingPlan';
import {
  coming,
  dayBefore,
  firstDay,
  fromDay,
  holding,
  nextMonth,
  today,
} from '../src/plans/dates';
import { PriceDates } from '../src/plans/PriceDates';

const prices = (amount: number, from?: string): PlanPrices => ({
  from,
  fee: { amount, currency: 'EUR' },
  rates: [],
});
const plan: Plan = {
  id: 'pln_1',
  ownerId: 'prt_1',
  name: 'Pro',
  status: 'active',
  fee: { amount: 1000, currency: 'EUR' },
  rates: [],
};

function show(element: React.ReactNode) {
  const sent: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(`${request.method} ${new URL(request.url).pathname}`);
    return Response.json(request.method === 'GET' ? { items: [plan] } : plan);
  });
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>{element}</QueryClientProvider>
    </MantineProvider>,
  );
  return { user: userEvent.setup(), sent };
}

const button = (name: string) => screen.getByRole('button', { name, hidden: true });
const buttons = (name: string) => screen.queryAllByRole('button', { name, hidden: true });

/** The button of the dialog that has opened. */
function confirm(name: string) {
  return waitFor(() => {
    const found = buttons(name).find((one) => one.getAttribute('type') === 'submit');
    expect(found).toBeDefined();
    return found!;
  });
}

describe('days of plans and prices', () => {
  const newYearsEve = new Date('2026-12-31T23:59:59Z');

  it('are those of UTC', () => {
    expect(today(newYearsEve)).toBe('2026-12-31');
    expect(nextMonth(newYearsEve)).toBe('2027-01-01');
    expect(firstDay(new Date('2027-01-31T00:00:00Z'))).toBe('2026-12-01');
    expect(dayBefore('2027-01-01')).toBe('2026-12-31');
  });

  it('tell what is to come', () => {
    const periods = [{ planId: 'pln_1' }, { from: '2026-12-31' }];
    expect(coming(periods, '2026-12-30')).toEqual({ from: '2026-12-31' });
    expect(coming(periods, '2026-12-31')).toBeUndefined();
    expect(coming(undefined)).toBeUndefined();
  });

  it('tell which prices hold', () => {
    const all = [prices(1), prices(2, '2026-11-01'), prices(3, '2026-12-01')];
    expect(holding(all, '2026-11-30').map(([, state]) => state)).toEqual([
      'coming',
      'now',
      'earlier',
    ]);
    expect(holding(all, '2026-12-01').map(([, state]) => state)).toEqual([
      'now',
      'earlier',
      'earlier',
    ]);
  });

  it('are sent only if one is chosen', () => {
    expect(fromDay('')).toEqual({});
    expect(fromDay('2026-12-01')).toEqual({ planFrom: '2026-12-01' });
  });
});

describe('the plan that is to come', () => {
  function open(more: { planId?: string; plans?: PlanPeriod[]; manages?: boolean }) {
    const changes: object[] = [];
    const send = (change: object) => Promise.resolve(changes.push(change));
    return {
      ...show(<ComingPlan manages {...more} send={send} done={() => undefined} />),
      changes,
    };
  }

  it('is cancelled at the end of the month or now', async () => {
    const { user, changes } = open({ planId: 'pln_1', plans: [{ planId: 'pln_1' }] });
    await user.click(button('Cancel at the end of the month'));
    await user.click(await confirm('Cancel at the end of the month'));
    await waitFor(() => expect(changes).toEqual([{ planId: null, planFrom: nextMonth() }]));
    await waitFor(() => expect(buttons('Cancel now')).toHaveLength(1));
    await user.click(button('Cancel now'));
    await user.click(await confirm('Cancel now'));
    await waitFor(() => expect(changes[1]).toEqual({ planId: null, planFrom: today() }));
  });

  it('is shown and can be taken back', async () => {
    const plans = [{}, { from: '2999-01-01', planId: 'pln_1' }];
    const { user, changes } = open({ plans });
    await screen.findByText(/2999: Pro/);
    expect(buttons('Cancel now')).toHaveLength(0);
    await user.click(button('Take back'));
    await user.click(await confirm('Take back'));
    await waitFor(() => expect(changes).toEqual([{ planId: null, planFrom: today() }]));
  });

  it('is only shown to who does not manage', async () => {
    open({ planId: 'pln_1', plans: [{ planId: 'pln_1' }, { from: '2999-01-01' }], manages: false });
    await screen.findByText(/The plan ends on .*2998/);
    expect(screen.queryAllByRole('button')).toHaveLength(0);
  });

});

describe('prices by date', () => {
  const dated = { ...plan, prices: [prices(1000), prices(2000, '2999-01-01')] };

  it('that are to come are taken back', async () => {
    const { user, sent } = show(<PriceDates plan={dated} manages />);
    screen.getByText('In force');
    await user.click(button('Take back'));
    await user.click(await confirm('Take back'));
    await waitFor(() => expect(sent).toEqual(['DELETE /api/v1/plans/pln_1/prices/2999-01-01']));
  });

  it('are not shown while there is one', () => {
    show(<PriceDates plan={{ ...plan, prices: [prices(1000)] }} manages />);
    expect(screen.queryByText('In force')).toBeNull();
  });
});
