import { describe, expect, it } from 'vitest';
import type { Me, Order, OrderLine } from '../src/api/types';
import { billOf, discountPercentOf, listAmount } from '../src/orders/bill';
import { isBeingIssued, unsettled } from '../src/orders/calls';
import { questionOf } from '../src/orders/newOrder';
import { changesOf, chosen, keptOf, returnable } from '../src/orders/returning';
import { shortId } from '../src/shared/ShortId';
import { orderLine } from './orderLine';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const line = (quantity: number, unit: number, amount: number): OrderLine => ({
  ...orderLine('lin_1', 'prd_1', 'pol_1', quantity),
  unitPrice: eur(unit),
  amount: eur(amount),
});

describe('what an order costs', () => {
  it('is the list price less the discount, over all lines', () => {
    expect(billOf([line(3, 10_000, 27_000), line(1, 999, 899)])).toEqual({
      list: eur(30_999),
      discount: eur(3_100),
      total: eur(27_899),
    });
  });

  it('has no discount where there is none', () => {
    expect(billOf([line(2, 500, 1_000)])?.discount).toEqual(eur(0));
    expect(listAmount(line(2, 500, 900))).toEqual(eur(1_000));
  });

  it('names the discount where it is one', () => {
    const at = (discountPercent?: string) => ({ ...line(1, 500, 450), discountPercent });
    expect(discountPercentOf([at('10'), at('10')])).toBe('10');
    expect(discountPercentOf([at('10'), at('12.5')])).toBeUndefined();
    expect(discountPercentOf([at()])).toBeUndefined();
  });

  it('is not known to who may not see prices', () => {
    const { unitPrice: _unit, amount: _amount, ...hidden } = line(3, 1, 3);
    expect(billOf([hidden])).toBeUndefined();
    expect(listAmount(hidden)).toBeUndefined();
    expect(billOf([])).toBeUndefined();
  });

  it('has a number to say on the phone', () => {
    expect(shortId('ord_01m7wz3v9tqxysj3ewzdawykrw')).toBe('AWYKRW');
  });
});

describe('why an order is refused', () => {
  const order = {
    customerId: 'cus_1',
    fulfillment: 'immediate' as const,
    externalReferenceId: '',
    lines: [{ policyId: 'pol_1', quantity: 3 }],
  };

  it('is asked about the line that it has', () => {
    expect(questionOf(order)).toEqual({
      action: 'order',
      customerId: 'cus_1',
      resource: 'pol_1',
      quantity: 3,
    });
  });

  it('is asked about the customer alone where there are several lines', () => {
    expect(questionOf({ ...order, lines: [...order.lines, ...order.lines] })).toEqual({
      action: 'order',
      customerId: 'cus_1',
    });
    expect(questionOf({ ...order, customerId: null, lines: [{ policyId: '', quantity: 1 }] })).toEqual(
      { action: 'order' },
    );
  });
});

describe('what can be given back of an order', () => {
  const allowance = (drawn: number, returned = 0): Order => ({
    id: 'ord_1',
    ownerId: 'prt_1',
    fulfillment: 'on_demand',
    status: drawn === 0 ? 'open' : 'partly_fulfilled',
    placedAt: '2026-11-01T00:00:00Z',
    total: eur(1_000),
    returns: [],
    lines: [{ ...line(10, 100, 1_000), issued: drawn, returned }],
  });
  const immediate = (issued: number, returned = 0): Order => ({
    ...allowance(issued, returned),
    fulfillment: 'immediate',
    status: issued === 10 ? 'fulfilled' : 'pending',
  });
  const me = { account: { role: 'partner' }, permissions: ['create_orders'] } as unknown as Me;
  const only = (order: Order) => returnable(order, order.lines[0]!);

  it('is of an allowance what is not drawn, and of licenses all that are left', () => {
    expect(only(allowance(4, 3))).toBe(3);
    expect(only(allowance(7, 3))).toBe(0);
    expect(only(immediate(10, 3))).toBe(7);
    const [failed] = immediate(0).lines;
    expect(returnable(immediate(0), { ...failed!, failure: 'quota_exceeded' })).toBe(0);
    expect(keptOf(allowance(4, 3), allowance(4, 3).lines[0]!)).toBe(7);
    expect(keptOf(immediate(10, 3), immediate(10, 3).lines[0]!)).toBe(10);
  });

  it('is offered to its owner while nothing is on its way', () => {
    expect(changesOf(allowance(0), me)).toEqual({
      place: false,
      append: true,
      giveBack: true,
      cancel: true,
    });
    expect(changesOf(allowance(4), me)).toMatchObject({ giveBack: true, cancel: false });
    expect(changesOf(allowance(10), me)).toMatchObject({ giveBack: false, cancel: false });
    expect(changesOf(immediate(0), me)).toMatchObject({ giveBack: false, cancel: true });
    expect(changesOf(immediate(10), me)).toMatchObject({ giveBack: true, cancel: false });
    const waiting: Order = {
      ...allowance(0),
      returns: [{ id: 'ret_1', kind: 'return', status: 'pending', askedAt: '', lines: [] }],
    };
    expect(changesOf(waiting, me)).toMatchObject({ giveBack: false, cancel: false });
    expect(unsettled(waiting)).toBe(true);
  });

  it('is nothing for a draft, a closed order, a manager, or without the permission', () => {
    expect(changesOf({ ...allowance(0), status: 'draft' }, me)).toEqual({
      place: true,
      append: true,
      giveBack: false,
      cancel: true,
    });
    const nothing = { place: false, append: false, giveBack: false, cancel: false };
    expect(changesOf({ ...allowance(0), status: 'returned' }, me)).toEqual(nothing);
    const { total: _total, ...seenByManager } = allowance(0);
    expect(changesOf(seenByManager, me)).toEqual(nothing);
    expect(changesOf(allowance(0), { ...me, permissions: [] } as Me)).toEqual(nothing);
  });

  it('is what was filled in', () => {
    expect(chosen({ a: 0, b: '3', c: '' })).toEqual([{ lineId: 'b', quantity: 3 }]);
  });

  it('waits while a line is being issued, not for one that failed', () => {
    const partly: Order = { ...immediate(4), status: 'partly_fulfilled' };
    expect(isBeingIssued(partly)).toBe(true);
    const failed = { ...partly.lines[0]!, issued: 0, failure: 'quota_exceeded' as const };
    expect(isBeingIssued({ ...partly, lines: [failed] })).toBe(false);
    expect(isBeingIssued(allowance(4))).toBe(false);
  });
});
