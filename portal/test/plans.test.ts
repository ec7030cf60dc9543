import { describe, expect, it } from 'vitest';
import type { PartKind, Plan, Rate } from '../src/api/types';
import { partName } from '../src/plans/parts';
import { rateLines } from '../src/plans/PlanTerms';
import {
  completeRate,
  draftOf,
  newPlan,
  newRate,
  newTier,
  planErrors,
  planOf,
  quantityError,
  rateName,
  type PlanDraft,
} from '../src/plans/rates';
import { minorUnits } from '../src/shared/amounts';

function plan(rate: Partial<Rate>): Plan {
  return {
    id: 'pln_1',
    ownerId: 'prt_1',
    name: 'Standard',
    fee: { amount: 5000, currency: 'EUR' },
    status: 'active',
    rates: [{ meter: 'messages', rate: { model: 'unit', currency: 'EUR', ...rate } }],
  };
}

function draft(rate: Partial<PlanDraft['rates'][number]['rate']>): PlanDraft {
  const first = newRate();
  return {
    ...newPlan,
    name: 'Standard',
    fee: { amount: '50' },
    rates: [{ meter: 'messages', where: {}, rate: { ...first.rate, ...rate } }],
  };
}

describe('a plan', () => {
  it.each<Partial<Rate>>([
    { unit: '0.015', included: '100' },
    { model: 'package', unit: '5', packageSize: '1000', minimum: '10' },
    { model: 'flat', unit: '12.5' },
    {
      model: 'graduated',
      tiers: [
        { upTo: '100', unit: '0.1' },
        { unit: '0.05', flat: '1' },
      ],
    },
    { model: 'volume', tiers: [{ flat: '7' }] },
  ])('is the same after it was edited: %o', (rate) => {
    const stored = plan(rate);
    const { name, fee, rates, status } = stored;
    expect(planOf(draftOf(stored), 'EUR')).toEqual({ name, fee, rates, status });
    expect(planErrors(draftOf(stored), 'EUR')).toEqual({});
  });

  it('takes a comma for a point, and sends nothing of another model', () => {
    const typed = draft({ model: 'unit', unit: ' 0,015 ', packageSize: '10' });
    expect(planOf(typed, 'EUR').rates).toEqual([
      { meter: 'messages', rate: { model: 'unit', currency: 'EUR', unit: '0.015' } },
    ]);
  });

  it.each([
    ['12.5', 2, 1250],
    ['12', 2, 1200],
    ['0,07', 2, 7],
    ['500', 0, 500],
    ['1.2345', 4, 12345],
  ])('has a fee: %s with %d digits is %d', (text, digits, amount) => {
    expect(minorUnits(text, digits)).toBe(amount);
  });

  it.each([
    [draft({ unit: '' }), 'rates.0.rate.unit'],
    [draft({ unit: '1.0000000000001' }), 'rates.0.rate.unit'],
    [draft({ unit: '-1' }), 'rates.0.rate.unit'],
    [draft({ unit: '1e5' }), 'rates.0.rate.unit'],
    [draft({ model: 'package', unit: '1', packageSize: '0' }), 'rates.0.rate.packageSize'],
    [draft({ unit: '1', included: 'many' }), 'rates.0.rate.included'],
    [
      draft({ model: 'volume', tiers: [{ ...newTier(), upTo: '', unit: '1' }, newTier()] }),
      'rates.0.rate.tiers.0.upTo',
    ],
    [
      draft({
        model: 'graduated',
        tiers: [
          { upTo: '10', unit: '1', flat: '' },
          { upTo: '10', unit: '1', flat: '' },
          { upTo: '', unit: '1', flat: '' },
        ],
      }),
      'rates.0.rate.tiers.1.upTo',
    ],
    [
      draft({ model: 'graduated', tiers: [{ upTo: '10', unit: '1', flat: '' }] }),
      'rates.0.rate.tiers.0.upTo',
    ],
    [{ ...draft({ unit: '1' }), fee: { amount: '1.005' } }, 'fee.amount'],
    [{ ...draft({ unit: '1' }), fee: { amount: '' } }, 'fee.amount'],
    [{ ...draft({ unit: '1' }), name: ' ' }, 'name'],
  ] as [PlanDraft, string][])('is not sent before it is right: %#', (wrong, path) => {
    expect(Object.keys(planErrors(wrong, 'EUR'))).toContain(path);
  });

  it('rates some usage of a meter apart', () => {
    const typed = draft({ unit: '1' });
    const rates = ['north', 'south', ''].map((region) => ({
      ...typed.rates[0]!,
      where: { region: ` ${region} ` },
    }));
    const sent = planOf({ ...typed, rates }, 'EUR').rates ?? [];

    expect(sent.map(({ where }) => where)).toEqual([
      { region: 'north' },
      { region: 'south' },
      undefined,
    ]);
    expect(planErrors({ ...typed, rates }, 'EUR')).toEqual({});
    expect(planErrors({ ...typed, rates: [...rates, rates[0]!] }, 'EUR')).toHaveProperty([
      'rates.3.meter',
    ]);
    expect(rateName('messages', { region: 'north', plan: '' })).toBe('Messages, region north');
  });

  it('rates a meter once', () => {
    const twice = draft({ unit: '1' });
    twice.rates.push(twice.rates[0]!);
    expect(Object.keys(planErrors(twice, 'EUR'))).toEqual(['rates.1.meter']);
  });

  it('is told in words', () => {
    const lines = (rate: Partial<Rate>) => rateLines(plan(rate).rates[0]!.rate);
    expect(lines({ unit: '0.015', included: '1000', minimum: '10' })).toEqual([
      '€0.015 each',
      '1,000 included',
      'at least €10.00',
    ]);
    expect(lines({ model: 'package', unit: '5', packageSize: '1000' })).toEqual([
      '€5.00 per 1,000',
    ]);
    expect(
      lines({
        model: 'graduated',
        tiers: [
          { upTo: '100', unit: '0.1' },
          { unit: '0.05', flat: '1' },
        ],
      }),
    ).toEqual([
      'Each part at the price of its tier:',
      'up to 100: €0.10 each',
      'above: €0.05 each + €1.00 fixed',
    ]);
  });
});

describe('what a quantity would cost', () => {
  it('names its parts, and numbers tiers where there are several', () => {
    const names = (...kinds: PartKind[]) => kinds.map((_, index) => partName(kinds, index));
    expect(names('included', 'tier', 'tier', 'tier_flat')).toEqual([
      'Included',
      'Units of tier 1',
      'Units of tier 2',
      'Fixed price of tier 2',
    ]);
    // Of all units at the price of one tier it is not known which.
    expect(names('tier', 'tier_flat')).toEqual(['Units of a tier', 'Fixed price of a tier']);
  });

  it('is asked as soon as the rate is complete, whatever else is missing', () => {
    const typed = { ...draft({ unit: '0,015' }), name: '' };
    expect(completeRate(typed, 0, 'EUR')).toEqual({
      model: 'unit',
      currency: 'EUR',
      unit: '0.015',
    });
    expect(completeRate(draft({ unit: '' }), 0, 'EUR')).toBeUndefined();
    expect(completeRate(draft({ unit: '1', included: 'many' }), 0, 'EUR')).toBeUndefined();
  });

  it.each(['1800', '0', '0,5', '12.25', '1'.repeat(18)])('is known for %s', (text) =>
    expect(quantityError(text)).toBeNull(),
  );
  it.each(['-1', '1e3', 'many', '1.', '1'.repeat(19)])('is not asked for %s', (text) =>
    expect(quantityError(text)).not.toBeNull(),
  );
});
