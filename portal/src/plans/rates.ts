// A plan as it is typed, and as the API takes it. Amounts and quantities are decimals in text all
// the way: nothing that is billed passes through floating point.
import type { NewPlan, Plan, Rate } from '../api/types';
import { amountError, digitsOf, minorUnits, plain } from '../shared/amounts';
import { decimal, meterName } from '../shared/format';
import { required } from '../shared/validation';
import { texts } from '../texts';

const t = texts.validation;

export interface TierDraft {
  /** Empty on the last one: it has no end. */
  upTo: string;
  unit: string;
  flat: string;
}

/** Fields are named as in the API, so that a refusal of one finds its input. */
export interface RateDraft {
  model: Rate['model'];
  unit: string;
  packageSize: string;
  included: string;
  minimum: string;
  tiers: TierDraft[];
}

export interface PlanDraft {
  name: string;
  /** In major units: `12.50`. */
  fee: { amount: string };
  offered: boolean;
  /** The first day of its prices; empty for today. */
  from: string;
  /** `where`: values of the meter's dimensions; an empty one is any. */
  rates: { meter: string; where: Record<string, string>; rate: RateDraft }[];
}

export const MODELS: Rate['model'][] = ['unit', 'package', 'flat', 'graduated', 'volume'];

export function tiered(model: Rate['model']): boolean {
  return model === 'graduated' || model === 'volume';
}

export function newTier(): TierDraft {
  return { upTo: '', unit: '', flat: '' };
}

export function newRate(): PlanDraft['rates'][number] {
  return {
    meter: '',
    where: {},
    rate: {
      model: 'unit',
      unit: '',
      packageSize: '',
      included: '',
      minimum: '',
      tiers: [newTier()],
    },
  };
}

export const newPlan: PlanDraft = { name: '', fee: { amount: '' }, offered: true, from: '', rates: [] };

export function draftOf(plan: Plan): PlanDraft {
  return {
    name: plan.name,
    fee: { amount: decimal(plan.fee.amount, digitsOf(plan.fee.currency)) },
    offered: plan.status === 'active',
    from: '',
    rates: plan.rates.map(({ meter, where = {}, rate }) => ({
      meter,
      where,
      rate: {
        model: rate.model,
        unit: rate.unit ?? '',
        packageSize: rate.packageSize ?? '',
        included: rate.included ?? '',
        minimum: rate.minimum ?? '',
        tiers: rate.tiers?.map(({ upTo = '', unit = '', flat = '' }) => ({ upTo, unit, flat })) ?? [
          newTier(),
        ],
      },
    })),
  };
}

export function planOf(draft: PlanDraft, currency: string): NewPlan {
  return {
    name: draft.name.trim(),
    fee: { amount: minorUnits(draft.fee.amount, digitsOf(currency)), currency },
    status: draft.offered ? 'active' : 'withdrawn',
    rates: draft.rates.map(({ meter, where, rate }) => {
      const only = whereOf(where);
      return {
        meter,
        ...(Object.keys(only).length === 0 ? {} : { where: only }),
        rate: rateOf(rate, currency),
      };
    }),
  };
}

/** The dimensions that have a value, by name. */
function whereOf(draft: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(draft)
      .map(([dimension, value]) => [dimension, value.trim()] as const)
      .filter(([, value]) => value !== '')
      .sort(([one], [other]) => one.localeCompare(other)),
  );
}

/** What a rate is for: "Messages", or "Messages, region north". */
export function rateName(
  meter: string,
  where: Record<string, string> = {},
  displayName?: string,
): string {
  return [
    meterName(meter, displayName),
    ...Object.entries(whereOf(where)).map(([dimension, value]) => `${dimension} ${value}`),
  ].join(', ');
}

/** A rate as it is typed, as soon as it is complete. */
export function completeRate(draft: PlanDraft, index: number, currency: string): Rate | undefined {
  const at = `rates.${index}.rate.`;
  const faulty = Object.keys(planErrors(draft, currency)).some((path) => path.startsWith(at));
  return faulty ? undefined : rateOf(draft.rates[index]!.rate, currency);
}

/** What is wrong with a quantity to be rated: the API takes 18 digits. */
export function quantityError(text: string): string | null {
  const digits = plain(text).replace('.', '');
  return /^\d+(\.\d+)?$/.test(plain(text)) && digits.length <= 18 ? null : t.decimal;
}

/** Only what belongs to its model: what was typed for another is not sent. */
function rateOf(draft: RateDraft, currency: string): Rate {
  return {
    model: draft.model,
    currency,
    ...(tiered(draft.model)
      ? {
          tiers: draft.tiers.map(({ upTo, unit, flat }) => ({
            ...given('upTo', upTo),
            ...given('unit', unit),
            ...given('flat', flat),
          })),
        }
      : given('unit', draft.unit)),
    ...(draft.model === 'package' ? given('packageSize', draft.packageSize) : {}),
    ...given('included', draft.included),
    ...given('minimum', draft.minimum),
  };
}

function given(name: string, text: string): Record<string, string> {
  return text.trim() === '' ? {} : { [name]: plain(text) };
}

/** What is wrong with a draft, by the path of the input. */
export function planErrors(draft: PlanDraft, currency: string): Record<string, string> {
  const errors: Record<string, string | null> = {
    name: draft.name.trim() === '' ? t.required : null,
    'fee.amount': required(draft.fee.amount) ?? amountError(draft.fee.amount, currency),
  };
  const usages = new Set<string>();
  draft.rates.forEach(({ meter, where, rate }, index) => {
    const at = `rates.${index}`;
    const usage = JSON.stringify([meter, whereOf(where)]);
    errors[`${at}.meter`] = meter === '' ? t.required : usages.has(usage) ? t.meterTwice : null;
    usages.add(usage);
    errors[`${at}.rate.included`] = optional(rate.included);
    errors[`${at}.rate.minimum`] = optional(rate.minimum);
    if (tiered(rate.model)) {
      tierErrors(rate.tiers, `${at}.rate.tiers`, errors);
    } else {
      errors[`${at}.rate.unit`] = needed(rate.unit);
    }
    if (rate.model === 'package') {
      errors[`${at}.rate.packageSize`] =
        needed(rate.packageSize) ?? (Number(plain(rate.packageSize)) === 0 ? t.positive : null);
    }
  });
  return Object.fromEntries(
    Object.entries(errors).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

function tierErrors(tiers: TierDraft[], at: string, errors: Record<string, string | null>) {
  let before = 0;
  tiers.forEach(({ upTo, unit, flat }, index) => {
    const last = index === tiers.length - 1;
    const end = Number(plain(upTo));
    errors[`${at}.${index}.upTo`] = last
      ? upTo.trim() === ''
        ? null
        : t.lastTier
      : (needed(upTo) ?? (end > before ? null : t.tierOrder));
    before = end;
    errors[`${at}.${index}.unit`] =
      optional(unit) ?? (unit.trim() === '' && flat.trim() === '' ? t.tierPrice : null);
    errors[`${at}.${index}.flat`] = optional(flat);
  });
}

function needed(text: string): string | null {
  return text.trim() === '' ? t.required : optional(text);
}

function optional(text: string): string | null {
  return text.trim() === '' || /^\d{1,9}(\.\d{1,12})?$/.test(plain(text)) ? null : t.decimal;
}
