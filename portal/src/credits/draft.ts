// A credit as it is typed, and what it says.
import type { Me } from '../api/types';
import { may } from '../session/session';
import { amountError, digitsOf, minorUnits } from '../shared/amounts';
import { thisPeriod } from '../shared/format';
import { texts } from '../texts';
import type { Credit, CreditKind, NewCredit, Payer } from './calls';

const t = texts.credits;

/** Months that a credit may pay; the API knows the setting. */
const MONTHS = 24;

export interface CreditDraft {
  kind: CreditKind;
  amount: string;
  /** Of a prepaid credit; empty for the amount. */
  price: string;
  from: string;
  until: string;
  /** Codes of meters; none for everything. */
  meters: string[];
  priority: string;
  note: string;
}

export function newCredit(now = thisPeriod()): CreditDraft {
  return {
    kind: 'grant',
    amount: '',
    price: '',
    from: now,
    until: plusMonths(now, 11),
    meters: [],
    priority: '50',
    note: '',
  };
}

export function plusMonths(period: string, months: number): string {
  const [year = 0, month = 1] = period.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The months that a credit may begin or end in, the first one first. */
export function monthsFrom(first: string): string[] {
  return Array.from({ length: MONTHS }, (_, at) => plusMonths(first, at));
}

/** What is wrong with a draft, by field. */
export function draftErrors(draft: CreditDraft, currency: string): Record<string, string> {
  const errors: Record<string, string> = {};
  const amount = positive(draft.amount, currency);
  if (amount) {
    errors.amount = amount;
  }
  const priced = draft.kind === 'prepaid' && draft.price.trim() !== '';
  const price = priced && positive(draft.price, currency);
  if (price) {
    errors.price = price;
  }
  if (draft.until < draft.from) {
    errors.until = t.untilInvalid;
  }
  if (!/^\d{1,3}$/.test(draft.priority.trim()) || Number(draft.priority) > 100) {
    errors.priority = t.priorityInvalid;
  }
  if (draft.note.trim() === '') {
    errors.note = texts.validation.required;
  }
  return errors;
}

/** What is wrong with an amount that must be above 0. */
export function positive(text: string, currency: string): string | null {
  return text.trim() === ''
    ? texts.validation.required
    : (amountError(text, currency) ?? (/[1-9]/.test(text) ? null : t.positive));
}

export function termsOf(draft: CreditDraft, currency: string): NewCredit {
  const money = (text: string) => ({ amount: minorUnits(text, digitsOf(currency)), currency });
  return {
    kind: draft.kind,
    amount: money(draft.amount),
    ...(draft.kind === 'prepaid' && draft.price.trim() !== '' ? { price: money(draft.price) } : {}),
    from: draft.from,
    until: draft.until,
    ...(draft.meters.length > 0 ? { meters: draft.meters } : {}),
    priority: Number(draft.priority),
    note: draft.note.trim(),
  };
}

/** How much of a credit is drawn, in percent. */
export function drawnPercent({ drawn, amount }: Credit): number {
  return Math.max(0, Math.min(100, (100 * drawn.amount) / amount.amount));
}

export type CreditState = 'open' | 'usedUp' | 'ended' | 'voided';

export function stateOf(credit: Credit, now = thisPeriod()): CreditState {
  if (credit.voided !== undefined) {
    return 'voided';
  }
  if (credit.remaining.amount <= 0) {
    return 'usedUp';
  }
  return credit.until < now ? 'ended' : 'open';
}

/** Who makes plans gives credits to those below itself. */
export function givesCredits(me: Me, payer: Payer): boolean {
  return (
    me.account.role === 'partner' &&
    may(me, 'manage_plans') &&
    !('partnerId' in payer && payer.partnerId === me.partner?.id)
  );
}

/** What a partner above has given is not voided below. */
export function isGivenAbove(me: Me, { givenBy }: Credit): boolean {
  return givenBy !== me.partner?.id && (me.partner?.path ?? []).includes(givenBy ?? '');
}
