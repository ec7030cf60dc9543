import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import { api, onSession } from '../src/api/client';
import { changeSession } from '../src/session/session';
import Shell from '../src/shell/Shell';

const account = { id: 'acc_1', email: 'a@b.example', name: 'Ada', role: 'partner' };

function open(path: string, answers: Record<string, () => Response>) {
  vi.stubGlobal('fetch', async (request: Request) => {
    const answer = answers[new URL(request.url).pathname];
    return answer?.() ?? Response.json({ code: 'not_found' }, { status: 404 });
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  onSession({
    ended: () => changeSession(queries, null),
    passwordChangeRequired: () => {},
  });
  const router = createMemoryRouter(
    [
      { path: '/sign-in', element: <p>Sign in here</p> },
      { element: <Shell />, children: [{ path: '*', element: <p>The page</p> }] },
    ],
    { initialEntries: [path] },
  );
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { queries, router };
}

const session = () => Response.json({ account, expiresIn: 60 });
const me = (more: object) => () =>
  Response.json({ account, permissions: [], mustChangePassword: false, ...more });
const nobody = () => Response.json({ code: 'unauthenticated' }, { status: 401 });

describe('the shell', () => {
  it('shows who is here, what they may do, and whom to ask', async () => {
    open('/customers', {
      '/api/v1/session': session,
      '/api/v1/me': me({
        permissions: ['read_audit'],
        support: { name: 'Help Desk', email: 'help@vendor.example' },
      }),
    });
    expect(await screen.findByText('The page')).toBeDefined();
    expect(screen.getByRole('link', { name: 'Customers' }).getAttribute('aria-current')).toBe(
      'page',
    );
    expect(screen.getByRole('link', { name: 'Audit' })).toBeDefined();
    expect(screen.queryByText('Partners')).toBeNull();
    expect(screen.getByText('help@vendor.example').closest('a')?.getAttribute('href')).toBe(
      'mailto:help@vendor.example',
    );
  });

  it('leads to the sign-in page, and remembers where to', async () => {
    const { router } = open('/customers?q=ada', { '/api/v1/session': nobody });
    expect(await screen.findByText('Sign in here')).toBeDefined();
    expect(router.state.location.search).toBe('?return=%2Fcustomers%3Fq%3Dada');
  });

  it('says so when the session has ended meanwhile, and forgets what was read', async () => {
    const { queries, router } = open('/customers', {
      '/api/v1/session': session,
      '/api/v1/me': me({}),
      '/api/v1/customers': nobody,
    });
    await screen.findByText('The page');
    queries.setQueryData(['customers', 'list'], ['a secret']);
    await api.GET('/api/v1/customers').catch(() => {});
    expect(await screen.findByText('Sign in here')).toBeDefined();
    expect(router.state.location.search).toBe('?ended=&return=%2Fcustomers');
    await waitFor(() => expect(queries.getQueryData(['customers', 'list'])).toBeUndefined());
  });

  it('lets nobody further who must change their password', async () => {
    const { router } = open('/customers', {
      '/api/v1/session': session,
      '/api/v1/me': me({ mustChangePassword: true }),
    });
    await waitFor(() => expect(router.state.location.pathname).toBe('/change-password'));
    expect(screen.queryByRole('link', { name: 'Customers' })).toBeNull();
  });

  it('shows a refusal of the API, with a way to try again', async () => {
    open('/customers', {
      '/api/v1/session': () =>
        Response.json({ code: 'unavailable', title: 'Away' }, { status: 503 }),
    });
    expect((await screen.findByRole('alert')).textContent).toContain('Away');
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
  });
});
