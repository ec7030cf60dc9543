import { describe, expect, it } from 'vitest';
import type { Me, OwedLicense, SettlementLine } from '../src/api/types';
import { billOf } from '../src/settlements/calls';
import { mayCancel, mayConfirm } from '../src/settlements/rights';
import {
  CHOSEN_MAX,
  mayChoose,
  NONE,
  runningTotal,
  toggle,
  togglePage,
  type Chosen,
} from '../src/settlements/selection';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

function owed(licenseId: string, more: Partial<OwedLicense> = {}): OwedLicense {
  return {
    licenseId,
    productId: 'prd_1',
    productName: 'CAD',
    policyId: 'pol_1',
    policyName: 'Year',
    price: eur(4_999),
    issuedAt: '2026-11-29T12:00:00Z',
    ...more,
  };
}

function choosing(...licenses: OwedLicense[]): Chosen {
  return licenses.reduce(toggle, NONE);
}

describe('choosing what to pay', () => {
  it('adds up the prices as they are ticked, and takes them off again', () => {
    const two = choosing(owed('lic_1'), owed('lic_2', { price: eur(1) }));
    expect(runningTotal(two)).toEqual(eur(5_000));
    expect(runningTotal(toggle(two, owed('lic_1')))).toEqual(eur(1));
    expect(runningTotal(NONE)).toBeUndefined();
    expect(runningTotal(choosing(owed('lic_1', { price: undefined })))).toBeUndefined();
  });

  it('keeps what was ticked on another page', () => {
    const first = togglePage(NONE, [owed('lic_1'), owed('lic_2')]);
    const both = togglePage(first, [owed('lic_3')]);
    expect([...both.keys()]).toEqual(['lic_1', 'lic_2', 'lic_3']);
    expect([...togglePage(both, [owed('lic_1'), owed('lic_2')]).keys()]).toEqual(['lic_3']);
  });

  it('takes none that is being settled already, but drops it', () => {
    const settling = owed('lic_1', { settlementId: 'stl_1' });
    expect(mayChoose(NONE, settling)).toBe(false);
    expect(toggle(NONE, settling).size).toBe(0);
    const before = choosing(owed('lic_1'));
    expect(mayChoose(before, settling)).toBe(true);
    expect(toggle(before, settling).size).toBe(0);
  });

  it('mixes no currencies', () => {
    const yen = owed('lic_2', { price: { amount: 500, currency: 'JPY' } });
    const free = owed('lic_3', { price: undefined });
    expect(mayChoose(choosing(owed('lic_1')), yen)).toBe(false);
    expect(mayChoose(choosing(owed('lic_1')), free)).toBe(true);
    expect(mayChoose(choosing(free), yen)).toBe(true);
    expect(togglePage(NONE, [owed('lic_1'), yen, free]).size).toBe(2);
  });

  it('ends at what one settlement may have', () => {
    const all = togglePage(
      NONE,
      Array.from({ length: CHOSEN_MAX + 1 }, (_, n) => owed(`lic_${n}`)),
    );
    expect(all.size).toBe(CHOSEN_MAX);
    expect(mayChoose(all, owed('lic_more'))).toBe(false);
  });
});

describe('what a settlement costs', () => {
  it('is the prices less what is off each', () => {
    const line = (price: number, discount: number): SettlementLine => ({
      licenseId: `lic_${price}`,
      productId: 'prd_1',
      productName: 'CAD',
      policyId: 'pol_1',
      policyName: 'Year',
      price: eur(price),
      discount: eur(discount),
      amount: eur(price - discount),
    });
    expect(billOf({ lines: [line(4_999, 625), line(100, 13)], total: eur(4_461) })).toEqual({
      list: eur(5_099),
      discount: eur(638),
      total: eur(4_461),
    });
    expect(billOf({ lines: [], total: eur(0) }).discount).toEqual(eur(0));
  });
});

describe('who ends a settlement', () => {
  const open = { status: 'open', payerId: 'prt_reseller' } as const;
  const member = (id: string, ...permissions: Me['permissions']) =>
    ({ account: { role: 'partner' }, partner: { id }, permissions }) as unknown as Me;
  const operator = {
    account: { role: 'operator' },
    permissions: ['manage_partners'],
  } as unknown as Me;

  it('is confirmed by who is above the payer and manages partners', () => {
    expect(mayConfirm(member('prt_distributor', 'manage_partners'), open)).toBe(true);
    expect(mayConfirm(operator, open)).toBe(true);
    expect(mayConfirm(member('prt_distributor', 'issue_licenses'), open)).toBe(false);
    expect(mayConfirm(member('prt_reseller', 'manage_partners'), open)).toBe(false);
  });

  it('is cancelled by the payer too', () => {
    expect(mayCancel(member('prt_reseller', 'issue_licenses'), open)).toBe(true);
    expect(mayCancel(member('prt_reseller', 'read_usage'), open)).toBe(false);
    expect(mayCancel(member('prt_distributor', 'manage_partners'), open)).toBe(true);
  });

  it('is done with when it is paid or cancelled', () => {
    for (const status of ['paid', 'cancelled'] as const) {
      expect(mayConfirm(operator, { ...open, status })).toBe(false);
      expect(mayCancel(operator, { ...open, status })).toBe(false);
    }
  });
});
