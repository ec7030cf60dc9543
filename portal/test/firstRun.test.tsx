import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import type { Me, Partner, Permission } from '../src/api/types';
import { FirstRun } from '../src/catalog/FirstRun';
import { firstRunQuery, type Found } from '../src/catalog/firstRun';
import { meQuery } from '../src/session/session';

const vendor: Me = {
  account: { id: 'acc_1', email: 'a@b.example', name: 'A', role: 'partner' },
  partner: { id: 'prt_1', type: 'vendor', path: ['prt_1'] } as Partner,
  permissions: ['manage_catalog', 'manage_partners'],
  mustChangePassword: false,
};

interface Asked {
  /** The answers by path; what is not named is an empty list. */
  answers?: Record<string, unknown>;
  me?: Me;
  before?: Found;
}

function open({ answers = {}, me = vendor, before }: Asked) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    return Promise.resolve(Response.json(answers[pathname] ?? { items: [] }));
  });
  const queries = new QueryClient();
  queries.setQueryData(meQuery.queryKey, me);
  if (before) {
    queries.setQueryData(firstRunQuery('prt_1').queryKey, before);
  }
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <MemoryRouter>
          <FirstRun />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return asked;
}

const link = (name: string) => screen.findByRole<HTMLAnchorElement>('link', { name });

describe('the guide to the first sale', () => {
  it('begins with the product and ticks nothing', async () => {
    open({});
    expect((await link('Create a product')).getAttribute('href')).toBe('/products/new');
    expect(screen.queryAllByText(/done/)).toHaveLength(0);
  });

  it('ticks what is done, and leads to the partner that has no grant', async () => {
    open({
      answers: {
        '/api/v1/products': { items: [{ id: 'prd_1' }] },
        '/api/v1/policies': { items: [{ id: 'pol_1' }] },
        '/api/v1/partners': { items: [{ id: 'prt_2' }] },
        '/api/v1/partners/prt_2/grants': [],
      },
    });
    const grant = await link('Grant the partner what it may sell');
    expect(grant.getAttribute('href')).toBe('/partner/prt_2/portfolio');
    expect(screen.queryAllByText(/done/)).toHaveLength(3);
  });

  it('does not lead to a step that was done since it was last read', async () => {
    open({
      before: { granted: false },
      answers: { '/api/v1/products': { items: [{ id: 'prd_1' }] } },
    });
    expect(screen.queryByText('Create a product')).toBeNull();
    const policy = await link('Create a policy for it');
    expect(policy.getAttribute('href')).toBe('/products/prd_1/policies/new');
  });

  it('is gone when something can be sold', async () => {
    const asked = open({
      answers: {
        '/api/v1/products': { items: [{ id: 'prd_1' }] },
        '/api/v1/policies': { items: [{ id: 'pol_1' }] },
        '/api/v1/partners': { items: [{ id: 'prt_3' }, { id: 'prt_2' }] },
        '/api/v1/partners/prt_3/grants': [],
        '/api/v1/partners/prt_2/grants': [{ productId: 'prd_1' }],
      },
    });
    await waitFor(() => expect(asked).toContain('/api/v1/partners/prt_2/grants'));
    expect(screen.queryByText('Get ready to sell')).toBeNull();
  });

  it('asks nothing for who could not do it', () => {
    const permissions: Permission[] = ['manage_catalog'];
    expect(open({ me: { ...vendor, permissions } })).toEqual([]);
    const distributor = { ...vendor.partner, type: 'distributor' } as Partner;
    expect(open({ me: { ...vendor, partner: distributor } })).toEqual([]);
  });
});
