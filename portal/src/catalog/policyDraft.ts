// A policy as it is typed, and as the API takes it.
import type { NewPolicy, Policy } from '../api/types';
import { amountError, digitsOf, minorUnits } from '../shared/amounts';
import { decimal } from '../shared/format';
import { required } from '../shared/validation';
import { texts } from '../texts';
import { isoOf, lengthOf, secondsOf, type Length, type Unit } from './durations';

const t = texts.catalog;

/** Fields are named as in the API, so that a refusal of one finds its input. */
export interface PolicyDraft {
  name: string;
  type: Policy['type'];
  duration: Length;
  expiresFrom: NonNullable<Policy['expiresFrom']>;
  grace: Length;
  /** In major units: `12.50`; empty for one that cannot be ordered. */
  price: { amount: string };
  machinesMax: number | '';
  overage: { mode: OverageMode; factor: string };
  strict: boolean;
  matching: NonNullable<Policy['matching']>;
  floating: boolean;
  heartbeat: Length;
  requirePrimary: boolean;
  trials: NonNullable<Policy['trials']>;
  filesWithoutEnd: boolean;
  usageAfterEnd: NonNullable<Policy['usageAfterEnd']>;
  entitlements: string[];
  scheme: NonNullable<Policy['scheme']>;
}

type OverageMode = NonNullable<Policy['overage']>['mode'];

export const STARTS: PolicyDraft['expiresFrom'][] = ['issue', 'first_activation', 'first_validation'];
export const OVERAGES: OverageMode[] = ['refuse', 'up_to', 'unlimited'];
export const MATCHINGS: PolicyDraft['matching'][] = ['match_any', 'match_most', 'match_all'];
export const TRIALS: PolicyDraft['trials'][] = [
  'once_per_customer',
  'once_per_fingerprint',
  'unlimited',
];
export const USAGE_AFTER_END: PolicyDraft['usageAfterEnd'][] = ['reject', 'count'];
export const TYPES: Policy['type'][] = ['subscription', 'perpetual', 'trial', 'consumption'];
export const SCHEMES: PolicyDraft['scheme'][] = ['ed25519', 'random'];

const YEAR: Length = { count: 1, unit: 'year' };

export const newPolicy: PolicyDraft = {
  name: '',
  type: 'subscription',
  duration: YEAR,
  expiresFrom: 'issue',
  grace: { count: '', unit: 'day' },
  price: { amount: '' },
  machinesMax: '',
  overage: { mode: 'refuse', factor: '' },
  strict: false,
  matching: 'match_all',
  floating: false,
  heartbeat: { count: '', unit: 'minute' },
  requirePrimary: false,
  trials: 'once_per_customer',
  filesWithoutEnd: false,
  usageAfterEnd: 'reject',
  entitlements: [],
  scheme: 'ed25519',
};

/** Whether a license of this type has an end of its own. */
export function lasts(type: Policy['type']): 'never' | 'maybe' | 'always' {
  switch (type) {
    case 'perpetual':
      return 'never';
    case 'subscription':
      return 'always';
    case 'trial':
    case 'consumption':
      return 'maybe';
  }
}

/** Another type has another usual duration; one that was typed stays. */
export function withType(draft: PolicyDraft, type: Policy['type']): PolicyDraft {
  const { count, unit } = draft.duration;
  const untouched = count === '' || (count === YEAR.count && unit === YEAR.unit);
  const usual = lasts(type) === 'maybe' ? { ...YEAR, count: '' as const } : YEAR;
  return { ...draft, type, duration: untouched ? usual : draft.duration };
}

export function draftOf(policy: Policy): PolicyDraft {
  return {
    name: policy.name,
    type: policy.type,
    duration: typed(policy.duration, 'day'),
    expiresFrom: policy.expiresFrom ?? 'issue',
    grace: typed(policy.grace, 'day'),
    price: {
      amount: policy.price ? decimal(policy.price.amount, digitsOf(policy.price.currency)) : '',
    },
    machinesMax: policy.machinesMax ?? '',
    overage: {
      mode: policy.overage?.mode ?? 'refuse',
      factor: policy.overage?.factor ?? '',
    },
    strict: policy.strict ?? false,
    matching: policy.matching ?? 'match_all',
    floating: policy.floating ?? false,
    heartbeat: typed(policy.heartbeat, 'minute'),
    requirePrimary: policy.requirePrimary ?? false,
    trials: policy.trials ?? 'once_per_customer',
    filesWithoutEnd: policy.filesWithoutEnd ?? false,
    usageAfterEnd: policy.usageAfterEnd ?? 'reject',
    entitlements: policy.entitlements ?? [],
    scheme: policy.scheme ?? 'ed25519',
  };
}

function typed(iso: string | undefined, otherwise: Unit): Length {
  return (iso === undefined ? undefined : lengthOf(iso)) ?? { count: '', unit: otherwise };
}

/** What is not said is left out. */
export function newPolicyOf(draft: PolicyDraft, productId: string, currency: string): NewPolicy {
  const given = Object.fromEntries(
    Object.entries(terms(draft, currency)).filter(([, value]) => value !== null),
  );
  return {
    productId,
    name: draft.name.trim(),
    type: draft.type,
    scheme: draft.scheme,
    ...given,
  };
}

/** What of a policy may change, as a merge patch: null takes a value away. */
export function policyPatchOf(draft: PolicyDraft, currency: string): object {
  return { name: draft.name.trim(), ...terms(draft, currency) };
}

function terms(draft: PolicyDraft, currency: string) {
  return {
    duration: lasts(draft.type) === 'never' ? null : (isoOf(draft.duration) ?? null),
    expiresFrom: draft.expiresFrom,
    grace: isoOf(draft.grace) ?? null,
    machinesMax: draft.machinesMax === '' ? null : draft.machinesMax,
    overage: {
      mode: draft.overage.mode,
      factor: draft.overage.mode === 'up_to' ? draft.overage.factor : null,
    },
    strict: draft.strict,
    matching: draft.matching,
    // Without a number of places there is none to lend.
    floating: draft.machinesMax !== '' && draft.floating,
    heartbeat: isoOf(draft.heartbeat) ?? null,
    requirePrimary: draft.requirePrimary,
    trials: draft.trials,
    filesWithoutEnd: draft.filesWithoutEnd,
    usageAfterEnd: draft.usageAfterEnd,
    entitlements: draft.entitlements,
    price:
      draft.price.amount.trim() === ''
        ? null
        : { amount: minorUnits(draft.price.amount, digitsOf(currency)), currency },
  };
}

const DAY = 86_400;
const YEARS_MAX = 100;
const DURATION_MAX = YEARS_MAX * 365 * DAY;
const GRACE_MAX = 366 * DAY;
const FACTOR_MAX = 1_000;
const HEARTBEAT_MIN = 10;
const HEARTBEAT_MAX = 366 * DAY;
const ENTITLEMENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What is wrong with a draft, by the path of the input. */
export function policyErrors(draft: PolicyDraft, currency: string): Record<string, string> {
  const errors: Record<string, string | null> = {
    name: required(draft.name),
    'duration.count': durationError(draft),
    'price.amount': amountError(draft.price.amount, currency),
    machinesMax:
      draft.machinesMax === '' || (draft.machinesMax >= 1 && draft.machinesMax <= 10_000)
        ? null
        : t.machinesRange,
    'grace.count': rangeError(draft.grace, 1, GRACE_MAX, t.graceRange),
    'overage.factor': factorError(draft.overage),
    'heartbeat.count': heartbeatError(draft.heartbeat),
    entitlements: draft.entitlements.every((one) => ENTITLEMENT.test(one))
      ? null
      : t.entitlementShape,
  };
  return Object.fromEntries(
    Object.entries(errors).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

function durationError({ type, duration }: PolicyDraft): string | null {
  if (lasts(type) === 'never') {
    return null;
  }
  if (duration.count === '') {
    return lasts(type) === 'always' ? texts.validation.required : null;
  }
  return duration.count >= 1 && atMost(duration) ? null : t.durationRange;
}

function atMost({ count, unit }: Length): boolean {
  const seconds = secondsOf({ count, unit });
  return seconds === undefined
    ? Number(count) <= (unit === 'month' ? 12 * YEARS_MAX : YEARS_MAX)
    : seconds <= DURATION_MAX;
}

function heartbeatError(heartbeat: Length): string | null {
  return rangeError(heartbeat, HEARTBEAT_MIN, HEARTBEAT_MAX, t.heartbeatRange);
}

function rangeError(length: Length, min: number, max: number, message: string): string | null {
  const seconds = secondsOf(length);
  return seconds === undefined || (seconds >= min && seconds <= max) ? null : message;
}

function factorError({ mode, factor }: PolicyDraft['overage']): string | null {
  if (mode !== 'up_to') {
    return null;
  }
  return /^\d+(\.\d+)?$/.test(factor) && Number(factor) >= 1 && Number(factor) <= FACTOR_MAX
    ? null
    : t.factorRange;
}
