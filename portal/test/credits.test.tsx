import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import type { Me, Statement, StatementLine } from '../src/api/types';
import type { Credit, Payer } from '../src/credits/calls';
import { CreditNote, isReducible, makesNotes } from '../src/credits/CreditNote';
import { Credits } from '../src/credits/Credits';
import {
  draftErrors,
  drawnPercent,
  givesCredits,
  isGivenAbove,
  newCredit,
  plusMonths,
  stateOf,
  termsOf,
} from '../src/credits/draft';
import { meQuery } from '../src/session/session';
import { sectionsOf } from '../src/statements/lines';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const credit: Credit = {
  id: 'crd_1',
  payerId: 'prt_x',
  kind: 'grant',
  amount: eur(10000),
  drawn: eur(2500),
  remaining: eur(7500),
  from: '2026-01',
  until: '2099-12',
  priority: 50,
  note: 'Welcome',
  draws: [{ statementId: 'stm_1', period: '2026-01', amount: eur(2500), settled: true }],
  givenBy: 'prt_d',
  createdAt: '2026-01-01T00:00:00Z',
};
const distributor = {
  account: { role: 'partner' },
  partner: { id: 'prt_d', path: ['prt_v', 'prt_d'] },
  permissions: ['manage_plans', 'read_statements'],
} as unknown as Me;
const customer = {
  account: { role: 'customer' },
  customer: { id: 'cus_1' },
  permissions: [],
} as unknown as Me;

describe('a credit as it is typed', () => {
  const typed = { ...newCredit('2026-03'), amount: '12,5', note: ' Welcome ' };

  it('becomes the terms that the API takes', () => {
    expect(termsOf(typed, 'EUR')).toEqual({
      kind: 'grant',
      amount: eur(1250),
      from: '2026-03',
      until: '2027-02',
      priority: 50,
      note: 'Welcome',
    });
    expect(
      termsOf({ ...typed, kind: 'prepaid', price: '10', meters: ['calls'], priority: '7' }, 'EUR'),
    ).toMatchObject({ price: eur(1000), meters: ['calls'], priority: 7 });
    expect(termsOf({ ...typed, price: '10' }, 'EUR')).not.toHaveProperty('price');
    expect(plusMonths('2026-11', 2)).toBe('2027-01');
    expect(plusMonths('2026-01', -1)).toBe('2025-12');
  });

  it('is right within its limits and wrong beyond them', () => {
    const of = (part: object) => Object.keys(draftErrors({ ...typed, ...part }, 'EUR'));
    expect(of({})).toEqual([]);
    for (const amount of ['', '0', '0.00', '-1', '1.234', 'x']) {
      expect(of({ amount })).toEqual(['amount']);
    }
    expect(of({ kind: 'prepaid', price: '0' })).toEqual(['price']);
    expect(of({ kind: 'prepaid', price: '' })).toEqual([]);
    expect(of({ until: '2026-03' })).toEqual([]);
    expect(of({ until: '2026-02' })).toEqual(['until']);
    expect(of({ priority: '0' })).toEqual([]);
    expect(of({ priority: '100' })).toEqual([]);
    for (const priority of ['', '101', '-1', '1.5']) {
      expect(of({ priority })).toEqual(['priority']);
    }
    expect(of({ note: ' ' })).toEqual(['note']);
  });
});

describe('a credit', () => {
  it('says how much is drawn and whether more can be', () => {
    expect(drawnPercent(credit)).toBe(25);
    expect(stateOf(credit, '2026-03')).toBe('open');
    expect(stateOf({ ...credit, remaining: eur(0) }, '2026-03')).toBe('usedUp');
    expect(stateOf({ ...credit, until: '2026-02' }, '2026-03')).toBe('ended');
    expect(stateOf({ ...credit, until: '2026-03' }, '2026-03')).toBe('open');
    const voided = { at: '2026-02-01T00:00:00Z', reason: 'Mistaken' };
    expect(stateOf({ ...credit, remaining: eur(0), voided }, '2026-03')).toBe('voided');
  });

  it('is given by partners with plans to those below, and voided by them and those above', () => {
    expect(givesCredits(distributor, { partnerId: 'prt_x' })).toBe(true);
    expect(givesCredits(distributor, { partnerId: 'prt_d' })).toBe(false);
    expect(givesCredits({ ...distributor, permissions: [] }, { partnerId: 'prt_x' })).toBe(false);
    expect(givesCredits(customer, { customerId: 'cus_1' })).toBe(false);
    expect(isGivenAbove(distributor, credit)).toBe(false);
    expect(isGivenAbove(distributor, { ...credit, givenBy: 'prt_v' })).toBe(true);
    expect(isGivenAbove(distributor, { ...credit, givenBy: 'prt_below' })).toBe(false);
  });
});

function answering(items: Credit[]) {
  const sent: { call: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') {
      sent.push({
        call: `${request.method} ${pathname}`,
        body: JSON.parse(await request.text()) as unknown,
      });
      return Response.json(credit);
    }
    if (pathname.endsWith('/credits')) {
      return Response.json({ items, next: null });
    }
    return Response.json({
      items: pathname.endsWith('/statements') ? [{ total: eur(0) }] : [],
      next: null,
    });
  });
  return sent;
}

function show(me: Me, page: React.ReactNode) {
  const queries = new QueryClient();
  queries.setQueryData(meQuery.queryKey, me);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <MemoryRouter>{page}</MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

function open(me: Me, payer: Payer, items = [credit]) {
  const sent = answering(items);
  show(me, <Credits payer={payer} />);
  return sent;
}

describe('the credits of a payer', () => {
  it('say what is drawn and what remains', async () => {
    open(customer, { customerId: 'cus_1' });
    expect(await screen.findByText('€25.00 of €100.00 drawn')).toBeTruthy();
    expect(screen.getByText('€75.00 left')).toBeTruthy();
    expect(
      screen.getByRole('progressbar', { name: 'Drawn of Welcome' }).getAttribute('aria-valuenow'),
    ).toBe('25');
    expect(screen.getByRole('link', { name: /January 2026: €25.00/ }).getAttribute('href')).toBe(
      '/statements/stm_1',
    );
    expect(screen.queryByRole('button', { name: /Give|Void/ })).toBeNull();
  });

  it('let a partner give one', async () => {
    const sent = open(distributor, { partnerId: 'prt_x' }, []);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Give a credit' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(await dialog.findByLabelText(/^Amount/), '20');
    await user.type(dialog.getByLabelText(/What it is for/), 'Sorry');
    await user.click(dialog.getByRole('button', { name: 'Give a credit' }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({
      call: 'POST /api/v1/credits',
      body: { partnerId: 'prt_x', kind: 'grant', amount: eur(2000), note: 'Sorry', priority: 50 },
    });
  });

  it('let it void one with a reason', async () => {
    const sent = open(distributor, { partnerId: 'prt_x' });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Void: Welcome' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Void' }));
    expect(sent).toEqual([]);
    await user.type(dialog.getByLabelText(/Why/), 'Mistaken');
    await user.click(dialog.getByRole('button', { name: 'Void' }));
    await waitFor(() =>
      expect(sent).toEqual([
        { call: 'POST /api/v1/credits/crd_1/void', body: { reason: 'Mistaken' } },
      ]),
    );
  });
});

describe('a credit note', () => {
  const line = {
    key: 'fee',
    kind: 'fee',
    description: 'Plan Basic',
    period: '2026-01',
    quantity: '1',
    amount: eur(900),
  } as StatementLine;
  const statement = {
    status: 'closed',
    payerId: 'prt_x',
    period: '2026-01',
  } as unknown as Statement;

  it('is made by those above, for what is owed in a closed month', () => {
    expect(makesNotes(distributor, statement)).toBe(true);
    expect(makesNotes(distributor, { ...statement, status: 'draft' })).toBe(false);
    expect(makesNotes(distributor, { ...statement, payerId: 'prt_d' })).toBe(false);
    expect(makesNotes(customer, statement)).toBe(false);
    expect(isReducible(statement, line)).toBe(true);
    expect(isReducible(statement, { ...line, amount: eur(0) })).toBe(false);
    expect(isReducible(statement, { ...line, period: '2025-12' })).toBe(false);
  });

  it('takes off the whole line unless less is typed', async () => {
    const sent = answering([]);
    show(
      distributor,
      <CreditNote statementId="stm_1" line={line} done={() => undefined} close={() => undefined} />,
    );
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText(/Why/), 'Late');
    await user.click(screen.getByRole('button', { name: 'Make a credit note' }));
    await waitFor(() =>
      expect(sent).toEqual([
        {
          call: 'POST /api/v1/credit-notes',
          body: { statementId: 'stm_1', lineKey: 'fee', amount: eur(900), reason: 'Late' },
        },
      ]),
    );
  });

  it('stands with the commission that it reverses, apart from credits', () => {
    const of = (key: string, kind: StatementLine['kind']) => ({ ...line, key, kind });
    const sections = sectionsOf([
      of('fee', 'fee'),
      of('commission:order:1', 'commission'),
      of('credit_note:crn_1', 'credit_note'),
      of('commission:credit_note:crn_1', 'commission'),
      of('prepaid:crd_1', 'prepaid'),
      of('credit:crd_1', 'credit'),
    ]);
    expect(sections.map(({ name, lines }) => [name, lines.length])).toEqual([
      ['fees', 1],
      ['commission', 1],
      ['notes', 2],
      ['prepaid', 1],
      ['credits', 1],
    ]);
  });
});
