import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AskAccess } from '../src/portfolio/AskAccess';
import { WhyNot } from '../src/shared/WhyNot';

let asked: Record<string, string>[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (request: Request) => {
    const url = new URL(request.url);
    if (!url.pathname.endsWith('/access-check')) {
      return Promise.resolve(Response.json({ items: [] }));
    }
    asked.push(Object.fromEntries(url.searchParams));
    return Promise.resolve(
      Response.json({
        allowed: false,
        rule: 'order_line_used_up',
        code: 'quota_exceeded',
        reason: 'The order has no licenses of this product left.',
      }),
    );
  });
});

function open(what: React.ReactNode) {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>{what}</QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup();
}

describe('“Why can’t I?”', () => {
  it('asks with all that is known, and tells rule, code and reason', async () => {
    const user = open(
      <WhyNot
        asked={{
          action: 'issue',
          resource: 'pol_1',
          customerId: 'cus_1',
          orderId: 'ord_1',
          quantity: 3,
          class: 'additional',
        }}
      />,
    );
    await user.click(screen.getByText('Why can’t I?'));
    expect(await screen.findByText('The order’s allowance is used up')).toBeDefined();
    expect(screen.getByText('The order has no licenses of this product left.')).toBeDefined();
    expect(screen.getByText('quota_exceeded')).toBeDefined();
    expect(asked).toEqual([
      {
        action: 'issue',
        resource: 'pol_1',
        customerId: 'cus_1',
        orderId: 'ord_1',
        quantity: '3',
        class: 'additional',
      },
    ]);
  });

  it('sends only what goes with the action', async () => {
    const user = open(<AskAccess partnerId="prt_1" />);
    await user.type(screen.getByPlaceholderText('None, or an id: ord_…'), ' ord_1 ');
    await user.click(screen.getByRole('button', { name: 'Ask' }));
    expect(await screen.findByText('quota_exceeded')).toBeDefined();
    expect(asked).toEqual([
      { action: 'issue', partnerId: 'prt_1', orderId: 'ord_1', quantity: '1', class: 'primary' },
    ]);
    await user.click(screen.getByDisplayValue('Issue licenses'));
    await user.click(
      await screen.findByRole('option', { name: 'Revoke the license', hidden: true }),
    );
    await user.click(screen.getByRole('button', { name: 'Ask' }));
    await vi.waitFor(() => expect(asked[1]).toEqual({ action: 'revoke', partnerId: 'prt_1' }));
  });
});
