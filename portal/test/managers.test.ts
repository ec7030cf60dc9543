import { describe, expect, it } from 'vitest';
import type { Order, Partner } from '../src/api/types';
import { unsettled } from '../src/orders/calls';
import { assignable, grantsOf, orderedProducts } from '../src/orders/managers';
import { requestedOf } from '../src/orders/progress';
import { orderLine } from './orderLine';

const order: Order = {
  id: 'ord_1',
  ownerId: 'prt_owner',
  status: 'fulfilled',
  fulfillment: 'on_demand',
  placedAt: '2026-11-01T00:00:00Z',
  lines: [
    orderLine('lin_1', 'prd_cad', 'pol_year', 10),
    orderLine('lin_2', 'prd_cad', 'pol_month', 5),
    orderLine('lin_3', 'prd_cad', 'pol_year', 2),
    orderLine('lin_4', 'prd_gone', 'pol_gone', 1),
  ],
  licenseManagers: [
    { partnerId: 'prt_2', status: 'active', grants: [{ productId: 'prd_cad', licensesMax: 4 }] },
  ],
};

const names = {
  product: (id: string) => ({ prd_cad: 'CAD' })[id],
  policy: (id: string) => ({ pol_year: 'Year', pol_month: 'Month' })[id],
};

function partner(id: string, path: string[], more: Partial<Partner> = {}): Partner {
  return { id, path, status: 'active', ...more } as Partner;
}

describe('what may be issued in an order', () => {
  it('is each product once, with the policies of its lines', () => {
    const [cad, gone] = orderedProducts(order, names);
    expect(cad).toMatchObject({ productId: 'prd_cad', name: 'CAD' });
    expect(cad!.policies.map(({ name }) => name)).toEqual(['Year', 'Month']);
    expect(gone!.name).toBe('A product that is no longer offered');
  });

  it('is known of a manager, and nothing of anybody else', () => {
    expect(grantsOf(order, 'prt_2')).toEqual([{ productId: 'prd_cad', licensesMax: 4 }]);
    expect(grantsOf(order, 'prt_3')).toEqual([]);
  });
});

describe('a license manager', () => {
  const path = ['prt_vendor', 'prt_owner'];

  it('is a partner below the owner', () => {
    expect(assignable(order, partner('prt_3', [...path, 'prt_3']))).toBe(true);
    expect(assignable(order, partner('prt_4', [...path, 'prt_3', 'prt_4']))).toBe(true);
    expect(assignable(order, partner('prt_owner', path))).toBe(false);
    expect(assignable(order, partner('prt_5', ['prt_vendor', 'prt_5']))).toBe(false);
  });

  it('is added once, and not while it is shut out', () => {
    expect(assignable(order, partner('prt_2', [...path, 'prt_2']))).toBe(false);
    const shut = partner('prt_3', [...path, 'prt_3'], { status: 'inactive' });
    expect(assignable(order, shut)).toBe(false);
  });
});

describe('an order that is not settled', () => {
  it('is pending itself, or has a manager who may not issue yet', () => {
    expect(unsettled(order)).toBe(false);
    expect(unsettled({ ...order, status: 'pending' })).toBe(true);
    const licenseManagers = order.licenseManagers!.map((one) => ({
      ...one,
      status: 'pending' as const,
    }));
    expect(unsettled({ ...order, licenseManagers })).toBe(true);
    expect(unsettled({ ...order, licenseManagers: undefined })).toBe(false);
  });

  it('waits for the licenses of all its lines', () => {
    expect(requestedOf(order)).toBe(18);
  });
});
