import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import CustomerPage from '../src/customers/CustomerPage';
import { customerQuery } from '../src/customers/calls';

const ada = { id: 'cus_1', partnerId: 'prt_1', email: 'ada@b.example', status: 'active' };

/** A customer that anybody may change meanwhile: each version has a number. */
function open(cached?: { firstName: string; lastName: string }) {
  let version = 1;
  let stored: Record<string, unknown> = {
    ...ada,
    createdAt: '2026-11-20T10:00:00Z',
    firstName: 'Ada',
    lastName: 'Byron',
    company: 'Acme',
  };
  const patches: unknown[] = [];
  const answer = () => Response.json(stored, { headers: { ETag: `"${version}"` } });
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/api/v1/me') {
      return Response.json({
        account: { id: 'acc_1', email: 'a@b.example', name: 'A', role: 'partner' },
        permissions: ['manage_customers'],
        mustChangePassword: false,
      });
    }
    if (pathname !== '/api/v1/customers/cus_1') {
      return Response.json({ items: [] });
    }
    if (request.method === 'PATCH') {
      if (request.headers.get('If-Match') !== `"${version}"`) {
        return Response.json({ code: 'version_mismatch', title: 'Old' }, { status: 412 });
      }
      const patch = await request.json();
      patches.push(patch);
      meanwhile(patch);
    }
    return answer();
  });
  function meanwhile(change: object) {
    stored = { ...stored, ...change };
    version++;
  }
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  if (cached) {
    queries.setQueryData(customerQuery('cus_1').queryKey, {
      value: { ...stored, ...cached } as never,
      etag: '"0"',
    });
  }
  const router = createMemoryRouter([{ path: '/customers/:id', element: <CustomerPage /> }], {
    initialEntries: ['/customers/cus_1?edit'],
  });
  render(
    <MantineProvider>
      <Notifications />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { user: userEvent.setup(), meanwhile, patches, queries };
}

const input = (label: string) => screen.findByLabelText<HTMLInputElement>(new RegExp(`^${label}`));

describe('editing', () => {
  it('starts from what is stored now, not from what was read before', async () => {
    open({ firstName: 'Stale', lastName: 'Version' });
    expect((await input('First name')).value).toBe('Ada');
  });

  it('keeps what is being typed when a newer version is read in the background', async () => {
    const { user, meanwhile, queries } = open();
    await user.type(await input('Company'), ' and Sons');
    meanwhile({ firstName: 'Augusta' });
    await act(() => queries.invalidateQueries({ queryKey: ['customers'] }));
    expect(await screen.findByRole('heading', { name: 'Augusta Byron' })).toBeDefined();
    expect((await input('Company')).value).toBe('Acme and Sons');
    expect((await input('First name')).value).toBe('Ada');
  });

  it('says that somebody else was first, and puts what was typed on top', async () => {
    const { user, meanwhile, patches } = open();
    await user.type(await input('Company'), ' and Sons');
    meanwhile({ firstName: 'Augusta', company: 'Babbage' });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Somebody else has changed');
    expect((await input('Company')).value).toBe('Acme and Sons');
    expect(patches).toEqual([]);

    await user.click(screen.getByRole('button', { name: 'Load the newest version' }));
    await waitFor(async () => expect((await input('First name')).value).toBe('Augusta'));
    expect((await input('Company')).value).toBe('Acme and Sons');
    expect(screen.getByText(/changed this to “Babbage”/)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Load the newest version' })).toBeNull();

    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(patches).toEqual([
        {
          email: 'ada@b.example',
          firstName: 'Augusta',
          lastName: 'Byron',
          company: 'Acme and Sons',
          planId: null,
        },
      ]),
    );
  });
});
