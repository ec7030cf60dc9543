import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import type { Plan } from '../src/api/types';
import CreateCustomer from '../src/customers/CreateCustomer';
import CustomerPage from '../src/customers/CustomerPage';
import { planChoices } from '../src/customers/PlanSelect';
import TransferCustomer from '../src/customers/TransferCustomer';

const path = ['prt_vendor', 'prt_contoso', 'prt_fabrikam'];

function plan(id: string, ownerId: string, more: Partial<Plan> = {}): Plan {
  const name = id.slice(4);
  const fee = { amount: 2900, currency: 'EUR' };
  return { id, ownerId, name, fee, rates: [], status: 'active', ...more };
}

const plans = [
  plan('pln_Studio', 'prt_fabrikam'),
  plan('pln_Former', 'prt_fabrikam', { status: 'withdrawn' }),
  plan('pln_Other', 'prt_tailspin'),
  plan('pln_Contoso', 'prt_contoso'),
];
const partner = {
  id: 'prt_fabrikam',
  type: 'reseller',
  name: 'Fabrikam',
  model: 'own_plans',
  path,
};
const customer = {
  id: 'cus_1',
  partnerId: 'prt_fabrikam',
  email: 'ada@b.example',
  firstName: 'Ada',
  lastName: 'Byron',
  status: 'active',
  createdAt: '2026-11-20T10:00:00Z',
};

interface Opened {
  me?: object;
  permissions?: string[];
  planId?: string;
  /** The plans that the caller may read one by one. */
  readable?: Plan[];
  planEnds?: boolean;
}

/** A page of a partner's, at a path. */
function open(at: string, { me = partner, permissions = ['manage_customers'], ...more }: Opened) {
  const { planId, readable = plans, planEnds = false } = more;
  const sent: Record<string, unknown>[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') {
      sent.push(await request.json());
    }
    const one = readable.find(({ id }) => pathname === `/api/v1/plans/${id}`);
    const answers: Record<string, unknown> = {
      '/api/v1/me': {
        account: { id: 'acc_1', email: 'a@b.example', name: 'A', role: 'partner' },
        partner: me,
        permissions,
        mustChangePassword: false,
      },
      '/api/v1/plans': { items: plans },
      '/api/v1/partners/prt_fabrikam': partner,
      '/api/v1/customers': customer,
      '/api/v1/customers/cus_1': { ...customer, planId },
      '/api/v1/customer-transfers': { customer, committed: false, planEnds },
      '/api/v1/licenses': { items: [] },
    };
    const answer = one ?? answers[pathname];
    return answer === undefined
      ? Response.json({ code: 'not_found', title: 'None' }, { status: 404 })
      : Response.json(answer);
  });
  const router = createMemoryRouter(
    [
      { path: '/customers/new', element: <CreateCustomer /> },
      { path: '/customers/transfer', element: <TransferCustomer /> },
      { path: '/customers/:id', element: <CustomerPage /> },
    ],
    { initialEntries: [at] },
  );
  render(
    <MantineProvider>
      <QueryClientProvider
        client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
      >
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { user: userEvent.setup(), sent };
}

// Whether it is hidden is not asked: to tell takes long.
const button = (name: string) => screen.getByRole('button', { name, hidden: true });
const select = () => screen.findByPlaceholderText('No plan');
const offered = () =>
  screen.queryAllByRole('option', { hidden: true }).map((option) => option.textContent);

describe('the plans that a customer may be given', () => {
  it('are those of its partner and of those above that are not withdrawn', () => {
    expect(planChoices(plans, path).map(({ label }) => label)).toEqual(['Studio', 'Contoso']);
    expect(planChoices(plans, path.slice(0, 2)).map(({ label }) => label)).toEqual(['Contoso']);
    expect(planChoices(plans, [])).toEqual([]);
  });

  it('include the one that it is on, whatever became of that', () => {
    const labels = (present: string) =>
      planChoices(plans, path, present).map(({ label }) => label);
    expect(labels('pln_Former')).toEqual(['Studio', 'Former', 'Contoso']);
    expect(labels('pln_of_somebody_above')).toEqual([
      'A plan of a partner above',
      'Studio',
      'Contoso',
    ]);
  });
});

describe('a new customer', () => {
  async function fillIn() {
    const texts = {
      'First name': 'Ada',
      'Last name': 'Byron',
      'E-mail': 'ada@b.example',
      Password: 'correct horse',
      Confirm: 'correct horse',
    };
    for (const [label, text] of Object.entries(texts)) {
      fireEvent.change(await screen.findByLabelText(new RegExp(`^${label}`)), {
        target: { value: text },
      });
    }
  }

  it('is given the chosen plan', async () => {
    const { user, sent } = open('/customers/new', {});
    await fillIn();
    await user.click(await select());
    await user.click(await screen.findByRole('option', { name: 'Studio', hidden: true }));
    await user.click(button('Create customer'));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ email: 'ada@b.example', planId: 'pln_Studio' });
  });

  it('needs none', async () => {
    const { user, sent } = open('/customers/new', {});
    await select();
    await fillIn();
    await user.click(button('Create customer'));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).not.toHaveProperty('planId');
  });

  it('of a partner with commission is offered the plan above', async () => {
    const sold = plan('pln_Sold', 'prt_vendor');
    const { user } = open('/customers/new', {
      me: { ...partner, model: 'commission', planId: sold.id },
      readable: [sold],
    });
    await user.click(await select());
    await waitFor(() => expect(offered()).toContain('Sold'));
  });
});

describe('a customer', () => {
  it('shows its plan with the terms, also to those who may not change it', async () => {
    open('/customers/cus_1', { permissions: [], planId: 'pln_Studio' });
    expect(await screen.findByText('€29.00')).toBeDefined();
    expect(screen.getByText('Studio')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
  });

  it.each([
    [undefined, 'It is on no plan.'],
    ['pln_above', 'A plan of a partner above'],
  ])('says so where it is on none, or on one that may not be read: %s', async (planId, said) => {
    open('/customers/cus_1', { planId });
    expect(await screen.findByText(said)).toBeDefined();
  });

  it('is put on another plan', async () => {
    const { user, sent } = open('/customers/cus_1?edit', { planId: 'pln_Studio' });
    await user.click(await select());
    await user.click(await screen.findByRole('option', { name: 'Contoso', hidden: true }));
    await user.click(button('Save'));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ planId: 'pln_Contoso' });
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('that moves and loses its plan (%s) is announced', async (planEnds, notices) => {
    const { user } = open('/customers/transfer', { planEnds });
    await user.type(await screen.findByLabelText(/^Transfer code/), '12345678');
    await user.click(button('Look up'));
    await screen.findByRole('button', { name: 'Transfer to me' });
    expect(screen.queryAllByText(/it is on no plan then/)).toHaveLength(notices);
  });
});
