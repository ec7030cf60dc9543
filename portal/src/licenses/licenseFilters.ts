// Which licenses a list shows, as its address says it and as the API takes it.
import type { License, Me } from '../api/types';
import { texts } from '../texts';

export type LicenseFilter =
  | 'q'
  | 'status'
  | 'productId'
  | 'policyId'
  | 'class'
  | 'partnerId'
  | 'customerId'
  | 'orderId'
  | 'paymentStatus';
export type LicenseFilters = Partial<Record<LicenseFilter, string>>;

/** The API refuses the others to a customer: who sold a license, for how much, is not its business. */
const OF_CUSTOMERS: LicenseFilter[] = ['q', 'status'];
const OF_PARTNERS: LicenseFilter[] = [
  ...OF_CUSTOMERS,
  'productId',
  'policyId',
  'class',
  'partnerId',
  'customerId',
  'orderId',
  'paymentStatus',
];

export function offered(role: Me['account']['role']): LicenseFilter[] {
  return role === 'customer' ? OF_CUSTOMERS : OF_PARTNERS;
}

const KNOWN: Partial<Record<LicenseFilter, object>> = {
  status: texts.licenses.statuses satisfies Record<License['status'], string>,
  class: texts.licenses.classes,
  paymentStatus: texts.licenses.payments,
};

/** What the address asks for, without what this reader is not offered and what does not exist. */
export function filtersOf(address: URLSearchParams, role: Me['account']['role']): LicenseFilters {
  const filters: LicenseFilters = {};
  for (const name of offered(role)) {
    const value = address.get(name)?.trim() ?? '';
    const known = KNOWN[name];
    if (value !== '' && (known === undefined || Object.hasOwn(known, value))) {
      filters[name] = value;
    }
  }
  return filters;
}
