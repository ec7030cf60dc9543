import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import type { Meter, Remetering } from '../src/api/types';
import { CountAgain, whyNot } from '../src/remeterings/CountAgain';

const meter: Meter = {
  id: 'mtr_1',
  vendorId: 'prt_1',
  code: 'messages',
  displayName: 'Messages sent',
  eventType: 'message.sent',
  aggregation: 'sum',
  valueProperty: 'count',
  groupBy: [],
  status: 'active',
};

const ready: Remetering = {
  id: 'rmt_1',
  meterId: 'mtr_1',
  meter: 'messages',
  from: '2026-11-03T00:00:00Z',
  to: '2026-11-05T00:00:00Z',
  status: 'ready',
  read: 40,
  total: 40,
  refused: 0,
  createdAt: '2026-11-30T12:00:00Z',
  preview: {
    events: 30,
    changed: 12,
    added: 0,
    unreadable: 2,
    withoutData: 5,
    voided: 0,
    total: { changed: 12, before: '100', after: '250', difference: '150' },
    months: [{ month: '2026-11', changed: 12, before: '100', after: '250', difference: '150' }],
  },
};

/** The section on the page of a meter; each request that changes something is kept. */
function open(states: Remetering[], listed: Remetering[] = [], refusal?: object) {
  const sent: { call: string; body: string }[] = [];
  let at = 0;
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method === 'GET') {
      if (pathname === '/api/v1/remeterings') {
        return Response.json({ items: listed });
      }
      const state = states[Math.min(at, states.length - 1)];
      at++;
      return Response.json(state);
    }
    sent.push({ call: `${request.method} ${pathname}`, body: await request.text() });
    if (refusal) {
      return Response.json(refusal, {
        status: 409,
        headers: { 'Content-Type': 'application/problem+json' },
      });
    }
    return Response.json(
      { ...states[0], status: pathname.endsWith('apply') ? 'done' : states[0]?.status },
      { status: 202 },
    );
  });
  const router = createMemoryRouter([{ path: '/', element: <CountAgain meter={meter} /> }]);
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MantineProvider env="test">
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return sent;
}

async function start() {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Count again' }));
  await user.click(await screen.findByRole('button', { name: 'Show what would change' }));
  return user;
}

describe('counting again', () => {
  it('shows how far it is, and then what would change', async () => {
    const sent = open([{ ...ready, status: 'previewing', read: 10 }, ready]);
    await start();
    await screen.findByText('10 of 40 records read');
    screen.getByRole('progressbar', { name: 'Records read' });
    const table = await screen.findByRole('table', { name: 'Difference' }, { timeout: 3_000 });
    expect(within(table).getAllByText('150')).toHaveLength(2);
    screen.getByText('Events that would count otherwise: 12 of 30');
    screen.getByText('Events whose data was not kept, and that stay as they are: 5');
    expect(sent[0]?.call).toBe('POST /api/v1/remeterings');
    expect(JSON.parse(sent[0]!.body)).toMatchObject({ meterId: 'mtr_1' });
  });

  it('is applied with a reason', async () => {
    const sent = open([ready], [ready]);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Apply' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Apply' }));
    expect(sent).toHaveLength(0);
    await user.type(within(dialog).getByLabelText(/Why/), 'It read the wrong property');
    await user.click(within(dialog).getByRole('button', { name: 'Apply' }));
    await waitFor(() =>
      expect(sent).toEqual([
        {
          call: 'POST /api/v1/remeterings/rmt_1/apply',
          body: JSON.stringify({ reason: 'It read the wrong property' }),
        },
      ]),
    );
  });

  it('may be cancelled', async () => {
    const sent = open([ready], [ready]);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Cancel counting' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Cancel counting' }));
    await waitFor(() => expect(sent[0]?.call).toBe('POST /api/v1/remeterings/rmt_1/cancel'));
  });

  it('says why it was refused', async () => {
    open([ready], [], { code: 'conflict', status: 409, title: 'No', detail: 'One is unfinished.' });
    await start();
    await screen.findByText('One is unfinished.');
  });

  it('is not offered where it cannot be done', () => {
    expect(whyNot(meter, undefined)).toBeUndefined();
    expect(whyNot({ ...meter, aggregation: 'max' }, undefined)).toMatch(/^Only sums/);
    expect(whyNot({ ...meter, status: 'archived' }, undefined)).toMatch(/^An archived meter/);
    expect(whyNot(meter, ready)).toMatch(/not finished/);
  });
});
