// What the form for a new order holds, and what it asks about it when it is refused.
import type { AccessQuestion, SellableProduct } from '../api/types';
import { required } from '../shared/validation';
import { texts } from '../texts';

export interface Line {
  /** Product and policy are one choice. */
  policyId: string;
  quantity: number | string;
}

export const validLines = {
  policyId: required,
  quantity: (value: number | string) => (Number(value) >= 1 ? null : texts.orders.quantityMin),
};

/** The lines as the API takes them. */
export function orderedOf(lines: Line[], products: SellableProduct[]) {
  return lines.map(({ policyId, quantity }) => ({
    productId:
      products.find(({ policies }) => policies.some((policy) => policy.policyId === policyId))
        ?.productId ?? '',
    policyId,
    quantity: Number(quantity),
  }));
}

export interface Values {
  customerId: string | null;
  fulfillment: 'immediate' | 'on_demand';
  externalReferenceId: string;
  lines: Line[];
}

/** Of several lines only the order itself is told which one is refused. */
export function questionOf({ customerId, lines }: Values): AccessQuestion {
  const [line, ...more] = lines;
  return {
    action: 'order',
    ...(customerId === null ? {} : { customerId }),
    ...(line && line.policyId !== '' && more.length === 0
      ? { resource: line.policyId, quantity: Math.max(1, Number(line.quantity)) }
      : {}),
  };
}
