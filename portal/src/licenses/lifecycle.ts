// What may be done to a license as it stands. The API decides; this keeps out of sight what it
// would refuse whoever asks.
import type { License } from '../api/types';

/** Done with the license alone; a transfer needs somebody to transfer it to. */
export const PLAIN_ACTIONS = ['suspend', 'reinstate', 'renew', 'revoke'] as const;
export type PlainAction = (typeof PLAIN_ACTIONS)[number];
export type Action = PlainAction | 'transfer';

export function actionsOn(license: Pick<License, 'status' | 'type' | 'expiresAt'>): Action[] {
  if (license.status === 'BANNED') {
    return [];
  }
  const ends = license.expiresAt != null && license.type !== 'trial';
  return [
    license.status === 'SUSPENDED' ? 'reinstate' : 'suspend',
    ...(ends ? (['renew'] as const) : []),
    'transfer',
    'revoke',
  ];
}

/** Files of a license are given out while it is neither suspended nor revoked. */
export function givesFiles({ status }: Pick<License, 'status'>): boolean {
  return status !== 'SUSPENDED' && status !== 'BANNED';
}
