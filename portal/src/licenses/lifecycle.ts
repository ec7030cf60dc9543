// What may be done to a license as it stands. The API decides; this keeps out of sight what it
// would refuse whoever asks.
import type { License } from '../api/types';

/** Done with the license alone; the others ask for more. */
export const PLAIN_ACTIONS = ['suspend', 'reinstate', 'renew', 'revoke'] as const;
export type PlainAction = (typeof PLAIN_ACTIONS)[number];
export type Action = PlainAction | 'changePolicy' | 'transfer';

/** From when on a license is renewed. */
export const RENEW_FROM = ['latest', 'expiry', 'now'] as const;
export type RenewFrom = (typeof RENEW_FROM)[number];

export function actionsOn(license: Pick<License, 'status' | 'type' | 'expiresAt'>): Action[] {
  if (license.status === 'BANNED') {
    return [];
  }
  const ends = license.expiresAt != null && license.type !== 'trial';
  return [
    license.status === 'SUSPENDED' ? 'reinstate' : 'suspend',
    ...(ends ? (['renew'] as const) : []),
    'changePolicy',
    'transfer',
    'revoke',
  ];
}

/** Files of a license are given out while it is neither suspended nor revoked. */
export function givesFiles({ status }: Pick<License, 'status'>): boolean {
  return status !== 'SUSPENDED' && status !== 'BANNED';
}
