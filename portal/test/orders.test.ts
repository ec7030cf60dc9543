import { describe, expect, it } from 'vitest';
import type { OrderLine } from '../src/api/types';
import { billOf, listAmount } from '../src/orders/bill';
import { questionOf } from '../src/orders/newOrder';
import { shortId } from '../src/shared/ShortId';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const line = (quantity: number, unit: number, amount: number): OrderLine => ({
  id: 'lin_1',
  productId: 'prd_1',
  policyId: 'pol_1',
  quantity,
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
