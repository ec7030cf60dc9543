// What of an order can be given back, and what a form asks to give back.
import type { Me, Order, OrderLine } from '../api/types';
import { inForce } from '../licenses/newLicense';
import { may } from '../session/session';
import { pendingReturn } from './calls';

/** Of an allowance what is not drawn, of issued licenses all that were not given back yet. */
export function returnable({ fulfillment }: Order, line: OrderLine): number {
  if (line.failure !== undefined) {
    return 0;
  }
  const left = line.quantity - line.returned;
  return Math.max(0, fulfillment === 'on_demand' ? left - line.issued : left);
}

/** Of how many the issued ones are counted: what is returned of issued licenses was issued too. */
export function keptOf({ fulfillment }: Order, line: OrderLine): number {
  return fulfillment === 'on_demand' ? line.quantity - line.returned : line.quantity;
}

/** What may be done to it by who sees its prices: its owner, and who stands above. */
export interface Changes {
  place: boolean;
  append: boolean;
  giveBack: boolean;
  cancel: boolean;
}

export function changesOf(order: Order, me: Me): Changes {
  const owns = order.total !== undefined && me.account.role === 'partner' && may(me, 'create_orders');
  const settled = owns && inForce(order.status) && pendingReturn(order) === undefined;
  const draft = owns && order.status === 'draft';
  const issued = order.lines.some((line) => line.issued > 0);
  return {
    place: draft,
    append: draft || (owns && inForce(order.status)),
    giveBack:
      settled &&
      order.lines.some((line) => returnable(order, line) > 0) &&
      (order.fulfillment === 'on_demand' || issued),
    cancel: draft || (settled && !issued),
  };
}

/** The lines of which something is given back. */
export function chosen(quantities: Record<string, number | string>) {
  return Object.entries(quantities)
    .map(([lineId, quantity]) => ({ lineId, quantity: Number(quantity) }))
    .filter(({ quantity }) => quantity > 0);
}
