// What the form for new licenses holds, what it sends, and what it may offer.
import type {
  AccessQuestion,
  License,
  Me,
  Money,
  NewLicenses,
  Order,
  SellableProduct,
} from '../api/types';
import { orAbsent } from '../shared/forms';

/** More than this many are created in the background. */
export const AT_ONCE_MAX = 100;
export const QUANTITY_MAX = 1_000_000;

export interface Values {
  productId: string;
  policyId: string;
  customerId: string;
  quantity: number | string;
  class: License['class'];
  type: 'policy' | 'trial';
  resellerNotes: string;
  customerDetails: string;
  customerPaid: boolean;
  customerPaidDate: string;
}

export interface OfferedPolicy {
  policyId: string;
  name: string;
  type?: License['type'];
  price?: Money;
}

export interface Offer {
  productId: string;
  name: string;
  policies: OfferedPolicy[];
}

export function fromPortfolio(products: SellableProduct[]): Offer[] {
  return products.filter(({ policies }) => policies.length > 0);
}

/** The catalog as far as the caller may read it. */
type Catalog = {
  id: string;
  name: string;
  policies: { id: string; name: string; type: License['type'] }[];
}[];

/** What the owner has ordered, or what a license manager was given of it. */
export function fromOrder(order: Order, partnerId: string | undefined, catalog: Catalog): Offer[] {
  const owns = order.ownerId === partnerId;
  const grants =
    order.licenseManagers?.find((manager) => manager.partnerId === partnerId)?.grants ?? [];
  const granted = (productId: string, policyId: string) =>
    owns ||
    grants.some(
      (grant) =>
        grant.productId === productId &&
        (grant.policyIds === undefined || grant.policyIds.includes(policyId)),
    );
  const offers = new Map<string, Offer>();
  for (const { productId, policyId } of order.lines) {
    const product = catalog.find(({ id }) => id === productId);
    const policy = product?.policies.find(({ id }) => id === policyId);
    if (!granted(productId, policyId) || product === undefined || policy === undefined) {
      continue;
    }
    const offer = offers.get(productId) ?? { productId, name: product.name, policies: [] };
    if (offer.policies.every((known) => known.policyId !== policyId)) {
      offer.policies.push({ policyId, name: policy.name, type: policy.type });
    }
    offers.set(productId, offer);
  }
  return [...offers.values()];
}

/** Whether licenses can be issued in it. */
export function inForce(status: Order['status']): boolean {
  return ['pending', 'open', 'partly_fulfilled', 'fulfilled'].includes(status);
}

/** Whether the caller may draw from it: its owner may, and its license managers. */
export function mayDrawFrom(order: Order, me: Me): boolean {
  return (
    order.fulfillment === 'on_demand' &&
    inForce(order.status) &&
    (order.ownerId === me.partner?.id ||
      (order.licenseManagers ?? []).some(({ partnerId }) => partnerId === me.partner?.id))
  );
}

/** Where there is only one choice it is made. */
export function chosenFrom(offers: Offer[], policyId: string): { productId: string; policyId: string } {
  const offer =
    offers.find(({ policies }) => policies.some((policy) => policy.policyId === policyId)) ??
    (offers.length === 1 ? offers[0] : undefined);
  const known = offer?.policies.some((policy) => policy.policyId === policyId);
  return {
    productId: offer?.productId ?? '',
    policyId: known ? policyId : offer?.policies.length === 1 ? offer.policies[0]!.policyId : '',
  };
}

export function bodyOf(values: Values, orderId: string): NewLicenses {
  return {
    ...(orderId === '' ? {} : { orderId }),
    productId: values.productId,
    policyId: values.policyId,
    customerId: values.customerId,
    quantity: Number(values.quantity),
    class: values.class,
    ...(values.type === 'trial' ? { type: 'trial' } : {}),
    resellerNotes: orAbsent(values.resellerNotes),
    customerDetails: orAbsent(values.customerDetails),
    ...(values.customerPaid
      ? { customerPaid: true, customerPaidDate: orAbsent(values.customerPaidDate) }
      : {}),
  };
}

/** As much as is filled in: the answer is the more exact. */
export function questionOf(values: Values, orderId: string): AccessQuestion {
  return {
    action: 'issue',
    ...(values.policyId === '' ? {} : { resource: values.policyId }),
    ...(values.customerId === '' ? {} : { customerId: values.customerId }),
    ...(orderId === '' ? {} : { orderId }),
    quantity: Math.max(1, Number(values.quantity)),
    class: values.class,
  };
}
