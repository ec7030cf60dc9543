import { describe, expect, it } from 'vitest';
import { orderLine } from './orderLine';
import type { License, Me, Order } from '../src/api/types';
import { choosable, columnsOf } from '../src/licenses/columns';
import { asCsv, asText, cell, keysOf } from '../src/licenses/forward';
import { filtersOf } from '../src/licenses/licenseFilters';
import { actionsOn, givesFiles } from '../src/licenses/lifecycle';
import {
  bodyOf,
  chosenFrom,
  fromOrder,
  mayDrawFrom,
  questionOf,
  type Offer,
  type Values,
} from '../src/licenses/newLicense';
import { bounded } from '../src/shared/bounded';

const license: License = {
  id: 'lic_1',
  key: 'key/abc==',
  status: 'ACTIVE',
  class: 'primary',
  type: 'subscription',
  productId: 'prd_1',
  productName: 'CAD',
  policyId: 'pol_1',
  policyName: 'Year',
  customerId: 'cus_1',
  customerName: 'Ada "Countess" Byron',
  customerEmail: 'ada@example.com',
  partnerId: 'prt_1',
  issuedAt: '2026-01-01T00:00:00Z',
  expiresAt: '2027-01-01T00:00:00Z',
  resellerNotes: 'margin 40 %',
  customerDetails: 'Order 17,\nthank you',
};

describe('what may be done to a license', () => {
  it('depends on how it stands', () => {
    expect(actionsOn(license)).toEqual(['suspend', 'renew', 'changePolicy', 'transfer', 'revoke']);
    expect(actionsOn({ ...license, status: 'EXPIRED' })).toContain('renew');
    expect(actionsOn({ ...license, status: 'SUSPENDED' })).toEqual([
      'reinstate',
      'renew',
      'changePolicy',
      'transfer',
      'revoke',
    ]);
    expect(actionsOn({ ...license, status: 'BANNED' })).toEqual([]);
  });

  it('never renews a trial, or what has no end', () => {
    expect(actionsOn({ ...license, type: 'trial' })).not.toContain('renew');
    expect(actionsOn({ ...license, expiresAt: undefined })).not.toContain('renew');
  });

  it('gives out files while it is neither suspended nor revoked', () => {
    expect(givesFiles(license)).toBe(true);
    expect(givesFiles({ status: 'EXPIRED' })).toBe(true);
    expect(givesFiles({ status: 'SUSPENDED' })).toBe(false);
    expect(givesFiles({ status: 'BANNED' })).toBe(false);
  });
});

describe('filters of licenses', () => {
  const address = new URLSearchParams(
    'q= ada &status=EXPIRING&policyId=pol_1&class=additional&customerId=cus_1' +
      '&paymentStatus=pending&page=2&orderId=',
  );

  it('are those that the address sets', () => {
    expect(filtersOf(address, 'partner')).toEqual({
      q: 'ada',
      status: 'EXPIRING',
      policyId: 'pol_1',
      class: 'additional',
      customerId: 'cus_1',
      paymentStatus: 'pending',
    });
  });

  it('leave out what a customer is not offered', () => {
    expect(filtersOf(address, 'customer')).toEqual({ q: 'ada', status: 'EXPIRING' });
  });

  it('leave out a state that does not exist', () => {
    const mistyped = new URLSearchParams('status=GONE&class=third&paymentStatus=toString');
    expect(filtersOf(mistyped, 'partner')).toEqual({});
  });
});

describe('columns of licenses', () => {
  it('always name the license and its state', () => {
    expect(columnsOf([]).map(({ id }) => id)).toEqual(['product', 'status']);
    expect(columnsOf(['expiresAt', 'key']).map(({ id }) => id)).toEqual([
      'product',
      'key',
      'expiresAt',
      'status',
    ]);
  });

  it('do not tell a customer who sold it, and whether that was paid', () => {
    const offered = choosable('customer').map(({ id }) => id);
    expect(offered).not.toContain('payment');
    expect(offered).not.toContain('partner');
    expect(choosable('partner').map(({ id }) => id)).toContain('payment');
  });
});

describe('licenses to be given on', () => {
  it('never carry what the partner noted for itself', () => {
    expect(asText([license])).not.toContain('margin');
    expect(asCsv([license])).not.toContain('margin');
  });

  it('are a text of one paragraph each', () => {
    const [first, second] = asText([license, { ...license, expiresAt: undefined }]).split('\n\n');
    expect(first).toContain('CAD · Year\nKey: key/abc==\nValid until: ');
    expect(first).toContain('Order 17,\nthank you');
    expect(second).toContain('Valid until: without end');
  });

  it('are a table that a spreadsheet reads', () => {
    const csv = asCsv([license]);
    expect(csv.startsWith('\uFEFFProduct,Policy,Key,')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv).toContain(
      'CAD,Year,key/abc==,Primary,Subscription,"Ada ""Countess"" Byron",ada@example.com,' +
        '2027-01-01T00:00:00Z,"Order 17,\nthank you"',
    );
  });

  it('never hold a formula', () => {
    expect(cell('=1+1')).toBe("'=1+1");
    expect(cell('+49 30')).toBe("'+49 30");
    expect(cell('-2')).toBe("'-2");
    expect(cell('@SUM(A1)')).toBe("'@SUM(A1)");
    expect(cell('  =1')).toBe("'  =1");
    expect(cell('\t=1')).toBe("'\t=1");
    expect(cell('＝1')).toBe("'＝1");
    expect(cell('=HYPERLINK("http://x","y")')).toBe(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(cell('a=b')).toBe('a=b');
    expect(cell('')).toBe('');
  });

  it('are copied one key a line', () => {
    expect(keysOf([license, { ...license, key: 'key/def' }])).toBe('key/abc==\nkey/def');
  });
});

const offers: Offer[] = [
  { productId: 'prd_1', name: 'CAD', policies: [{ policyId: 'pol_1', name: 'Year' }] },
  {
    productId: 'prd_2',
    name: 'CAM',
    policies: [
      { policyId: 'pol_2', name: 'Year' },
      { policyId: 'pol_3', name: 'For ever' },
    ],
  },
];

const values: Values = {
  productId: 'prd_1',
  policyId: 'pol_1',
  customerId: 'cus_1',
  quantity: '3',
  class: 'additional',
  type: 'policy',
  resellerNotes: ' ',
  customerDetails: ' hello ',
  customerPaid: false,
  customerPaidDate: '2026-01-02',
};

describe('a new license', () => {
  it('is of the policy that was asked for', () => {
    expect(chosenFrom(offers, 'pol_3')).toEqual({ productId: 'prd_2', policyId: 'pol_3' });
    expect(chosenFrom(offers, 'pol_9')).toEqual({ productId: '', policyId: '' });
  });

  it('is of the only product and policy there is', () => {
    expect(chosenFrom(offers.slice(0, 1), '')).toEqual({ productId: 'prd_1', policyId: 'pol_1' });
    expect(chosenFrom(offers.slice(1), '')).toEqual({ productId: 'prd_2', policyId: '' });
    expect(chosenFrom([], 'pol_1')).toEqual({ productId: '', policyId: '' });
  });

  it('is sent without what was left empty', () => {
    expect(JSON.parse(JSON.stringify(bodyOf(values, '')))).toEqual({
      productId: 'prd_1',
      policyId: 'pol_1',
      customerId: 'cus_1',
      quantity: 3,
      class: 'additional',
      customerDetails: 'hello',
    });
  });

  it('is a trial, paid and of an order where that was chosen', () => {
    expect(bodyOf({ ...values, type: 'trial', customerPaid: true }, 'ord_1')).toMatchObject({
      orderId: 'ord_1',
      type: 'trial',
      customerPaid: true,
      customerPaidDate: '2026-01-02',
    });
  });

  it('is asked about with as much as is filled in', () => {
    expect(questionOf({ ...values, policyId: '', customerId: '', quantity: '' }, '')).toEqual({
      action: 'issue',
      quantity: 1,
      class: 'additional',
    });
    expect(questionOf(values, 'ord_1')).toEqual({
      action: 'issue',
      resource: 'pol_1',
      customerId: 'cus_1',
      orderId: 'ord_1',
      quantity: 3,
      class: 'additional',
    });
  });
});

describe('an order to draw from', () => {
  const order: Order = {
    id: 'ord_1',
    ownerId: 'prt_owner',
    status: 'fulfilled',
    fulfillment: 'on_demand',
    placedAt: '2026-01-01T00:00:00Z',
    lines: [
      orderLine('l1', 'prd_1', 'pol_1', 5),
      orderLine('l2', 'prd_2', 'pol_2', 5),
      orderLine('l3', 'prd_2', 'pol_3', 5),
      orderLine('l4', 'prd_2', 'pol_3', 5),
    ],
    licenseManagers: [
      {
        partnerId: 'prt_manager',
        status: 'active',
        grants: [{ productId: 'prd_2', policyIds: ['pol_3'] }],
      },
      { partnerId: 'prt_all', status: 'active', grants: [{ productId: 'prd_2' }] },
    ],
  };
  const catalog = offers.map(({ productId, name, policies }) => ({
    id: productId,
    name,
    policies: policies.map((policy) => ({
      id: policy.policyId,
      name: policy.name,
      type: 'subscription' as const,
    })),
  }));
  const of = (partnerId: string | undefined) =>
    fromOrder(order, partnerId, catalog).flatMap(({ policies }) =>
      policies.map(({ policyId }) => policyId),
    );
  const me = (id: string) => ({ partner: { id } }) as Me;

  it('offers its owner every line, each policy once', () => {
    expect(of('prt_owner')).toEqual(['pol_1', 'pol_2', 'pol_3']);
  });

  it('offers a license manager what it was given', () => {
    expect(of('prt_manager')).toEqual(['pol_3']);
    expect(of('prt_all')).toEqual(['pol_2', 'pol_3']);
    expect(of('prt_other')).toEqual([]);
    expect(of(undefined)).toEqual([]);
  });

  it('waits for whoever may draw from it', () => {
    expect(mayDrawFrom(order, me('prt_owner'))).toBe(true);
    expect(mayDrawFrom(order, me('prt_manager'))).toBe(true);
    expect(mayDrawFrom(order, me('prt_other'))).toBe(false);
    expect(mayDrawFrom({ ...order, fulfillment: 'immediate' }, me('prt_owner'))).toBe(false);
    expect(mayDrawFrom({ ...order, status: 'cancelled' }, me('prt_owner'))).toBe(false);
  });
});

describe('many at once', () => {
  it('are never more than so many, and all of them', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await bounded([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      running++;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      done.push(item);
    });
    expect(most).toBe(3);
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('may be none', async () => {
    await bounded([], 3, async () => {
      throw new Error('there is nothing to do');
    });
  });
});
