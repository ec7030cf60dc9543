// A grant as it is edited: an end day and a count that may be empty.
import type { Grant } from '../api/types';
import { endOfDay, isoDay } from '../shared/format';

export interface GrantDraft {
  productId: string;
  /** Every policy of the product, also those that come later. */
  allPolicies: boolean;
  policyIds: string[];
  licensesMax: number | '';
  lastDay: string;
  /** As it was read: an end that was not touched keeps its time of day. */
  expiresAt?: string;
}

export function newDraft(productId: string): GrantDraft {
  return { productId, allPolicies: true, policyIds: [], licensesMax: '', lastDay: '' };
}

export function draftOf(grant: Grant): GrantDraft {
  return {
    productId: grant.productId,
    allPolicies: grant.policyIds === undefined,
    policyIds: grant.policyIds ?? [],
    licensesMax: grant.licensesMax ?? '',
    lastDay: isoDay(grant.expiresAt),
    expiresAt: grant.expiresAt,
  };
}

export function grantOf(draft: GrantDraft): Grant {
  const end =
    draft.expiresAt !== undefined && isoDay(draft.expiresAt) === draft.lastDay
      ? draft.expiresAt
      : endOfDay(draft.lastDay);
  return {
    productId: draft.productId,
    ...(draft.allPolicies ? {} : { policyIds: draft.policyIds }),
    ...(draft.licensesMax === '' ? {} : { licensesMax: draft.licensesMax }),
    ...(end === undefined ? {} : { expiresAt: end }),
  };
}
