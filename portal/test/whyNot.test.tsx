import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AskAccess } from '../src/portfolio/AskAccess';
import { WhyNot } from '../src/shared/WhyNot';

const ORDER = { id: 'ord_1', externalReferenceId: 'PO-1', placedAt: '2026-11-01T00:00:00Z' };
const LICENSE = {
  id: 'lic_1',
  productName: 'Scanner',
  key: 'AAAA-BBBB-CCCC',
  customerName: 'Ada Lovelace',
};
const KNOWN: Record<string, object> = {
  '/api/v1/orders/ord_1': ORDER,
  '/api/v1/licenses/lic_1': LICENSE,
};

let asked: Record<string, string>[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (request: Request) => {
    const url = new URL(request.url);
    const one = KNOWN[url.pathname];
    if (one) {
      return Promise.resolve(Response.json(one));
    }
    if (url.pathname === '/api/v1/orders') {
      return Promise.resolve(Response.json({ items: [ORDER], next: null }));
    }
    if (url.pathname === '/api/v1/licenses') {
      return Promise.resolve(Response.json({ items: [LICENSE], next: null }));
    }
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
    await user.click(screen.getByLabelText('In order', { selector: 'input' }));
    await user.click(await screen.findByRole('option', { name: 'PO-1', hidden: true }));
    await user.click(screen.getByRole('button', { name: 'Ask' }));
    expect(await screen.findByText('quota_exceeded')).toBeDefined();
    expect(asked).toEqual([
      { action: 'issue', partnerId: 'prt_1', orderId: 'ord_1', quantity: '1', class: 'primary' },
    ]);
    await user.click(screen.getByDisplayValue('Issue licenses'));
    await user.click(
      await screen.findByRole('option', { name: 'Revoke the license', hidden: true }),
    );
    await user.click(screen.getByLabelText('License', { selector: 'input' }));
    await user.click(await screen.findByRole('option', { name: /Scanner.*Ada Lovelace/, hidden: true }));
    await user.click(screen.getByRole('button', { name: 'Ask' }));
    await vi.waitFor(() =>
      expect(asked[1]).toEqual({ action: 'revoke', partnerId: 'prt_1', resource: 'lic_1' }),
    );
  });

  it('asks what a resource is only where it may be of several kinds', async () => {
    const user = open(<AskAccess />);
    expect(screen.queryByLabelText('With')).toBeNull();
    await user.click(screen.getByDisplayValue('Issue licenses'));
    await user.click(await screen.findByRole('option', { name: 'See it', hidden: true }));
    await user.click(screen.getByLabelText('With', { selector: 'input' }));
    await user.click(await screen.findByRole('option', { name: 'License', hidden: true }));
    expect(screen.getByLabelText('License', { selector: 'input' })).toBeDefined();
  });
});
