import { describe, expect, it } from 'vitest';
import type { Policy, Product } from '../src/api/types';
import { stepsOf } from '../src/catalog/firstRun';
import {
  draftOf,
  newPolicy,
  newPolicyOf,
  policyErrors,
  policyPatchOf,
  withType,
  type PolicyDraft,
} from '../src/catalog/policyDraft';
import {
  draftOf as productDraftOf,
  newProduct,
  newProductOf,
  productPatchOf,
  productValidation,
} from '../src/catalog/productDraft';
import { hexOf } from '../src/signing/calls';

function draft(more: Partial<PolicyDraft>): PolicyDraft {
  return { ...newPolicy, name: 'Year', ...more };
}

const year: Policy = {
  id: 'pol_1',
  productId: 'prd_1',
  name: 'Year',
  type: 'subscription',
  duration: 'PT8760H',
  expiresFrom: 'first_activation',
  grace: 'P7D',
  machinesMax: 2,
  overage: { mode: 'up_to', factor: '1.5' },
  strict: true,
  matching: 'match_most',
  floating: true,
  heartbeat: 'PT10M',
  requirePrimary: false,
  trials: 'unlimited',
  filesWithoutEnd: true,
  usageAfterEnd: 'count',
  entitlements: ['export'],
  scheme: 'ed25519',
  price: { amount: 10_050, currency: 'EUR' },
  status: 'active',
};

describe('a new policy', () => {
  it('says only what was filled in', () => {
    expect(newPolicyOf(draft({ name: ' Year ' }), 'prd_1', 'EUR')).toEqual({
      productId: 'prd_1',
      name: 'Year',
      type: 'subscription',
      scheme: 'ed25519',
      duration: 'P1Y',
      expiresFrom: 'issue',
      overage: { mode: 'refuse', factor: null },
      strict: false,
      matching: 'match_all',
      floating: false,
      requirePrimary: false,
      trials: 'once_per_customer',
      filesWithoutEnd: false,
      usageAfterEnd: 'reject',
      entitlements: [],
    });
  });

  it('has its price in the smallest unit of the currency', () => {
    const priced = draft({ price: { amount: '12,5' } });
    expect(newPolicyOf(priced, 'prd_1', 'EUR').price).toEqual({ amount: 1250, currency: 'EUR' });
    const yen = draft({ price: { amount: '1200' } });
    expect(newPolicyOf(yen, 'prd_1', 'JPY').price).toEqual({ amount: 1200, currency: 'JPY' });
  });

  it('has no duration where a license never expires', () => {
    expect(newPolicyOf(draft({ type: 'perpetual' }), 'prd_1', 'EUR').duration).toBeUndefined();
  });

  it('floats only where it has places to lend', () => {
    expect(newPolicyOf(draft({ floating: true }), 'prd_1', 'EUR').floating).toBe(false);
    expect(newPolicyOf(draft({ floating: true, machinesMax: 1 }), 'prd_1', 'EUR').floating).toBe(
      true,
    );
  });
});

describe('another type of license', () => {
  it('brings its usual duration', () => {
    expect(withType(draft({}), 'trial').duration.count).toBe('');
    expect(withType(withType(draft({}), 'consumption'), 'subscription').duration).toEqual({
      count: 1,
      unit: 'year',
    });
  });

  it('leaves a duration that was typed', () => {
    const duration = { count: 2, unit: 'week' } as const;
    expect(withType(draft({ duration }), 'trial').duration).toEqual(duration);
  });
});

describe('an edited policy', () => {
  it('is sent as it was read when nothing was touched', () => {
    expect(policyPatchOf(draftOf(year), 'EUR')).toEqual({
      name: 'Year',
      duration: 'P365D',
      expiresFrom: 'first_activation',
      grace: 'P7D',
      machinesMax: 2,
      overage: { mode: 'up_to', factor: '1.5' },
      strict: true,
      matching: 'match_most',
      floating: true,
      heartbeat: 'PT10M',
      requirePrimary: false,
      trials: 'unlimited',
      filesWithoutEnd: true,
      usageAfterEnd: 'count',
      entitlements: ['export'],
      price: { amount: 10_050, currency: 'EUR' },
    });
  });

  it('takes away what was emptied', () => {
    const emptied: PolicyDraft = {
      ...draftOf({ ...year, type: 'consumption' }),
      duration: { count: '', unit: 'day' },
      machinesMax: '',
      heartbeat: { count: '', unit: 'minute' },
      price: { amount: ' ' },
    };
    expect(policyPatchOf(emptied, 'EUR')).toMatchObject({
      duration: null,
      machinesMax: null,
      floating: false,
      heartbeat: null,
      price: null,
    });
  });
});

describe('what is wrong with a policy', () => {
  const wrong = (more: Partial<PolicyDraft>) => Object.keys(policyErrors(draft(more), 'EUR'));

  it('is nothing where all is well', () => {
    expect(wrong({})).toEqual([]);
  });

  it('is a missing name', () => {
    expect(wrong({ name: ' ' })).toEqual(['name']);
  });

  it('is a subscription without a duration, but no trial without one', () => {
    const duration = { count: '', unit: 'day' } as const;
    expect(wrong({ duration })).toEqual(['duration.count']);
    expect(wrong({ type: 'trial', duration })).toEqual([]);
    expect(wrong({ type: 'consumption', duration })).toEqual([]);
    expect(wrong({ type: 'perpetual', duration })).toEqual([]);
  });

  it('is a duration beyond what the API takes', () => {
    expect(wrong({ duration: { count: 36_500, unit: 'day' } })).toEqual([]);
    expect(wrong({ duration: { count: 36_501, unit: 'day' } })).toEqual(['duration.count']);
    expect(wrong({ duration: { count: 5_215, unit: 'week' } })).toEqual(['duration.count']);
    expect(wrong({ duration: { count: 0, unit: 'day' } })).toEqual(['duration.count']);
    expect(wrong({ duration: { count: 100, unit: 'year' } })).toEqual([]);
    expect(wrong({ duration: { count: 1_201, unit: 'month' } })).toEqual(['duration.count']);
  });

  it('is a grace beyond 366 days, or a multiple that is none', () => {
    expect(wrong({ grace: { count: 366, unit: 'day' } })).toEqual([]);
    expect(wrong({ grace: { count: 53, unit: 'week' } })).toEqual(['grace.count']);
    expect(wrong({ overage: { mode: 'up_to', factor: '1.5' } })).toEqual([]);
    for (const factor of ['', '0.5', '1,5', '1001', 'two']) {
      expect(wrong({ overage: { mode: 'up_to', factor } })).toEqual(['overage.factor']);
      expect(wrong({ overage: { mode: 'refuse', factor } })).toEqual([]);
    }
  });

  it('is a heartbeat outside of ten seconds to 366 days', () => {
    expect(wrong({ heartbeat: { count: 10, unit: 'second' } })).toEqual([]);
    expect(wrong({ heartbeat: { count: 9, unit: 'second' } })).toEqual(['heartbeat.count']);
    expect(wrong({ heartbeat: { count: 366, unit: 'day' } })).toEqual([]);
    expect(wrong({ heartbeat: { count: 367, unit: 'day' } })).toEqual(['heartbeat.count']);
  });

  it('is a price with more decimals than its currency', () => {
    expect(wrong({ price: { amount: '9.99' } })).toEqual([]);
    expect(wrong({ price: { amount: '9.999' } })).toEqual(['price.amount']);
  });

  it('is too many machines, or an entitlement that is no code', () => {
    expect(wrong({ machinesMax: 10_000 })).toEqual([]);
    expect(wrong({ machinesMax: 10_001 })).toEqual(['machinesMax']);
    expect(wrong({ entitlements: ['export', 'a b'] })).toEqual(['entitlements']);
  });
});

describe('a product', () => {
  it('is created with what was said', () => {
    const values = { ...newProduct, name: ' CAD ', code: ' cad ', trialDays: 30 };
    expect(newProductOf(values)).toEqual({
      name: 'CAD',
      code: 'cad',
      kind: 'product',
      description: undefined,
      trialDays: 30,
    });
  });

  it('goes back to the usual trial when its length is emptied', () => {
    const cad = { id: 'prd_1', name: 'CAD', code: 'cad', kind: 'product', trialDays: 30 } as Product;
    const values = { ...productDraftOf(cad), trialDays: '' as const };
    expect(productPatchOf(values)).toEqual({ name: 'CAD', description: null, trialDays: null });
  });

  it('has a code of plain characters', () => {
    expect(productValidation.code('cad-2.0_x')).toBeNull();
    expect(productValidation.code('my code')).not.toBeNull();
    expect(productValidation.code('-cad')).not.toBeNull();
    expect(productValidation.code('')).not.toBeNull();
  });
});

describe('the first run', () => {
  const done = (found: Parameters<typeof stepsOf>[0]) =>
    stepsOf(found)
      .filter((step) => step.done)
      .map(({ id }) => id);

  it('begins with a product', () => {
    expect(done({ granted: false })).toEqual([]);
    expect(stepsOf({ granted: false })[0]).toMatchObject({ id: 'product', to: '/products/new' });
  });

  it('leads to the policies of the product that there is', () => {
    const steps = stepsOf({ productId: 'prd_1', granted: false });
    expect(steps[0]!.done).toBe(true);
    expect(steps[1]).toEqual({ id: 'policy', done: false, to: '/products/prd_1/policies/new' });
  });

  it('leads to the portfolio of the partner that there is', () => {
    const found = { productId: 'prd_1', policyId: 'pol_1', partnerId: 'prt_2', granted: false };
    expect(done(found)).toEqual(['product', 'policy', 'partner']);
    expect(stepsOf(found)[3]!.to).toBe('/partner/prt_2/portfolio');
  });

  it('ends with a grant', () => {
    const found = { productId: 'prd_1', policyId: 'pol_1', partnerId: 'prt_2', granted: true };
    expect(stepsOf(found).every((step) => step.done)).toBe(true);
  });
});

describe('a public key', () => {
  it('is shown in hex, as clients embed it', () => {
    // RFC 8037, appendix A.2
    expect(hexOf('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
  });
});
