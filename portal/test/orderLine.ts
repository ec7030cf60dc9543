import type { OrderLine } from '../src/api/types';

/** A line of which nothing is issued yet. */
export function orderLine(
  id: string,
  productId: string,
  policyId: string,
  quantity: number,
): OrderLine {
  return {
    id,
    productId,
    policyId,
    quantity,
    issued: 0,
    returned: 0,
    orderedAt: '2026-11-01T00:00:00Z',
  };
}
