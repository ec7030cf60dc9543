// What an order costs, as it is shown: at list prices, less the discount.
import type { Money, OrderLine } from '../api/types';

export interface Bill {
  list: Money;
  /** What is taken off: never negative. */
  discount: Money;
  total: Money;
}

/** Nothing for who may not see prices. */
export function billOf(lines: OrderLine[]): Bill | undefined {
  let list = 0;
  let total = 0;
  let currency: string | undefined;
  for (const { quantity, unitPrice, amount } of lines) {
    if (unitPrice === undefined || amount === undefined) {
      return undefined;
    }
    list += unitPrice.amount * quantity;
    total += amount.amount;
    currency = amount.currency;
  }
  return currency === undefined
    ? undefined
    : {
        list: { amount: list, currency },
        discount: { amount: list - total, currency },
        total: { amount: total, currency },
      };
}

/** The discount of all lines, where it is the same. */
export function discountPercentOf(lines: OrderLine[]): string | undefined {
  const percents = new Set(lines.map(({ discountPercent }) => discountPercent));
  return percents.size === 1 ? [...percents][0] : undefined;
}

/** A line at its list price. */
export function listAmount({ quantity, unitPrice }: OrderLine): Money | undefined {
  return unitPrice && { ...unitPrice, amount: unitPrice.amount * quantity };
}
