// The records of statements. The fields below that the API document does not have yet come with the
// next version of it.
import type { Known, Money } from '../api/types';
import type { components } from '../api/schema';
import type { PartKind } from '../plans/parts';

type Schemas = components['schemas'];

/** A part of what usage costs: so many at this price. */
export interface RatedPart {
  kind: PartKind;
  quantity: string;
  unitPrice: string;
  amount: Money;
}

export type StatementLine = Known<
  Omit<Schemas['Line'], 'amount' | 'kind'>,
  'key' | 'description' | 'period' | 'quantity'
> & {
  /** A commission is what the payer earns on another line: a negative amount. */
  kind: NonNullable<Schemas['Line']['kind']> | 'commission';
  amount: Money;
  /** The order's own reference. */
  reference?: string;
  productName?: string;
  policyName?: string;
  /** Taken off: quantity × unit price − discount = amount. */
  discount?: Money;
  discountPercent?: string;
  /** Of a usage line; their amounts sum to the line's. */
  parts?: RatedPart[];
};

export type Statement = Known<
  Omit<Schemas['StatementResponse'], 'total' | 'otherTotals' | 'lines'>,
  'id' | 'payerId' | 'payeeId' | 'period' | 'status'
> & {
  total: Money;
  otherTotals?: Money[];
  lines: StatementLine[];
  payerName: string;
  payeeName: string;
  planName?: string;
  /** What the payer earns on orders and usage. */
  commissionPercent?: string;
};

export type StatementClose = Known<
  Omit<Schemas['CloseResponse'], 'open'>,
  'id' | 'period' | 'status' | 'payers' | 'checked' | 'closed' | 'openCount'
> & { open: Known<Schemas['Open'], 'payerId' | 'reason'>[] };
