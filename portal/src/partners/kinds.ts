// The three lists of partners, by the last part of their address.
import type { PartnerType } from '../api/types';

export const kinds = {
  resellers: 'reseller',
  distributors: 'distributor',
  vendors: 'vendor',
} as const satisfies Record<string, PartnerType>;

export type Kind = keyof typeof kinds;

export function isKind(text: string | undefined): text is Kind {
  return text !== undefined && text in kinds;
}

export function kindOf(type: PartnerType): Kind {
  return `${type}s`;
}
