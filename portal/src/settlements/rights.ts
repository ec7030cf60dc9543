// What somebody may do with a settlement: the API decides, this keeps out of sight what it refuses.
import type { Me, Settlement } from '../api/types';

/** Nobody confirms a payment of its own. */
export function mayConfirm(me: Me, { status, payerId }: Pick<Settlement, 'status' | 'payerId'>) {
  return status === 'open' && isAbove(me, payerId);
}

export function mayCancel(me: Me, { status, payerId }: Pick<Settlement, 'status' | 'payerId'>) {
  const own = me.partner?.id === payerId && me.permissions.includes('issue_licenses');
  return status === 'open' && (own || isAbove(me, payerId));
}

function isAbove(me: Me, payerId: string): boolean {
  return me.partner?.id !== payerId && me.permissions.includes('manage_partners');
}
