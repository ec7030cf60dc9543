// Who may issue in an order: what is sent, and among which products and partners is chosen.
import { answer, api, ifMatch, versioned, type Versioned } from '../api/client';
import type { Grant, LicenseManager, Order, Page, Partner, SellableProduct } from '../api/types';
import { choiceOf } from '../partners/calls';
import type { useCatalogNames } from '../portfolio/catalogNames';
import type { Choice } from '../shared/RemoteSelect';
import { texts } from '../texts';

/** The order and its version, which an edit of its managers must name. */
export function loadOrder(id: string): Promise<Versioned<Order>> {
  return versioned<Order>(api.GET('/api/v1/orders/{id}', { params: { path: { id } } }));
}

/** Adds a manager, or replaces what it may issue; answers with the order as it is then. */
export async function putManager(
  order: Order,
  etag: string | undefined,
  partnerId: string,
  grants: Grant[],
): Promise<Versioned<Order>> {
  const saved = await versioned<LicenseManager>(
    api.PUT('/api/v1/orders/{id}/license-managers/{partnerId}', {
      params: { path: { id: order.id, partnerId } },
      headers: ifMatch(etag),
      body: { grants },
    }),
  );
  const others = (order.licenseManagers ?? []).filter((one) => one.partnerId !== partnerId);
  return { value: { ...order, licenseManagers: [...others, saved.value] }, etag: saved.etag };
}

export function removeManager(orderId: string, partnerId: string) {
  return api.DELETE('/api/v1/orders/{id}/license-managers/{partnerId}', {
    params: { path: { id: orderId, partnerId } },
  });
}

export function grantsOf(order: Order, partnerId: string): Grant[] {
  return order.licenseManagers?.find((one) => one.partnerId === partnerId)?.grants ?? [];
}

/** What can be issued in an order: nothing but what its lines are for. */
export function orderedProducts(
  order: Order,
  names: Pick<ReturnType<typeof useCatalogNames>, 'product' | 'policy'>,
): SellableProduct[] {
  const products = new Map<string, SellableProduct>();
  for (const { productId, policyId } of order.lines) {
    const product = products.get(productId) ?? {
      productId,
      code: '',
      name: names.product(productId) ?? texts.grants.gone,
      policies: [],
    };
    if (!product.policies.some((policy) => policy.policyId === policyId)) {
      product.policies.push({
        policyId,
        name: names.policy(policyId) ?? texts.grants.gonePolicy,
        type: 'perpetual',
      });
    }
    products.set(productId, product);
  }
  return [...products.values()];
}

/** The API assigns only partners below the order's owner. */
export function assignable(order: Order, { id, path, status }: Partner): boolean {
  return (
    id !== order.ownerId &&
    path.includes(order.ownerId) &&
    status === 'active' &&
    !(order.licenseManagers ?? []).some(({ partnerId }) => partnerId === id)
  );
}

const CHOICES_MAX = 20;
const PAGE_MAX = 200;

/** Partners by name or e-mail that can be added to an order. */
export async function chooseManager(order: Order, q: string): Promise<Choice[]> {
  const found: Partner[] = [];
  let cursor: string | null | undefined;
  do {
    const page: Page<Partner> = await answer<Page<Partner>>(
      api.GET('/api/v1/partners', {
        params: {
          query: {
            sort: 'name',
            limit: PAGE_MAX,
            ...(q === '' ? {} : { q }),
            ...(cursor ? { cursor } : {}),
          },
        },
      }),
    );
    found.push(...page.items.filter((partner) => assignable(order, partner)));
    cursor = page.next;
  } while (cursor && found.length < CHOICES_MAX);
  return found.slice(0, CHOICES_MAX).map(choiceOf);
}
