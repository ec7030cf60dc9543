// The main chain against a running system: order, license manager, issue, activate, validate.
import { randomUUID } from 'node:crypto';
import { keyway, signIn } from '../src/index.js';

const { KEYWAY_URL, KEYWAY_DISTRIBUTOR, KEYWAY_RESELLER, KEYWAY_RESELLER_ID, KEYWAY_PASSWORD } =
  process.env as Record<string, string>;
const SECONDS_MAX = 60;

function required<T>(value: T | undefined, what: string, error?: unknown): T {
  if (value === undefined) {
    throw new Error(`no ${what}: ${JSON.stringify(error)}`);
  }
  return value;
}

async function eventually(reached: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + SECONDS_MAX * 1000;
  while (!(await reached())) {
    if (Date.now() > end) {
      throw new Error('not reached');
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

const distributor = await signIn(KEYWAY_URL!, KEYWAY_DISTRIBUTOR!, KEYWAY_PASSWORD!);
const portfolio = await distributor.GET('/api/v1/portfolio');
const product = required(portfolio.data?.items?.[0], 'product', portfolio.error);
const productId = required(product.productId, 'product id');
const policyId = required(product.policies?.[0]?.policyId, 'policy');

const ordered = await distributor.POST('/api/v1/orders', {
  params: { header: { 'Idempotency-Key': randomUUID() } },
  body: { fulfillment: 'on_demand', lines: [{ productId, policyId, quantity: 10 }] },
});
const id = required(ordered.data?.id, 'order', ordered.error);
const path = { id };
await eventually(async () => {
  const { data } = await distributor.GET('/api/v1/orders/{id}', { params: { path } });
  return data?.status === 'open';
});
await distributor.PUT('/api/v1/orders/{id}/license-managers/{partnerId}', {
  params: { path: { id, partnerId: KEYWAY_RESELLER_ID! } },
  body: { grants: [{ productId, licensesMax: 2 }] },
});
await eventually(async () => {
  const { data } = await distributor.GET('/api/v1/orders/{id}/license-managers', {
    params: { path },
  });
  return data?.items?.[0]?.status === 'active';
});

const reseller = await signIn(KEYWAY_URL!, KEYWAY_RESELLER!, KEYWAY_PASSWORD!);
const customer = await reseller.POST('/api/v1/customers', {
  body: {
    email: `${randomUUID()}@example.com`,
    firstName: 'Grace',
    lastName: 'Hopper',
    password: 'first password',
  },
});
const customerId = required(customer.data?.id, 'customer', customer.error);
const issued = await reseller.POST('/api/v1/licenses', {
  body: { orderId: id, productId, policyId, customerId, quantity: 2 },
});
// More than a hundred would be answered with 202 and an issuance to watch.
const licenses = issued.data && 'items' in issued.data ? issued.data.items : undefined;
const license = required(licenses?.[0], 'license', issued.error);
await reseller.POST('/api/v1/licenses/{licenseId}/machines', {
  params: { path: { licenseId: required(license.id, 'license id') } },
  body: { fingerprint: '7c:2a:31' },
});
const verdict = await keyway(KEYWAY_URL!).POST('/api/v1/licenses/validate', {
  body: { key: required(license.key, 'key'), scope: { fingerprint: '7c:2a:31' } },
});
if (verdict.data?.code !== 'VALID') {
  throw new Error(`not valid: ${JSON.stringify(verdict)}`);
}
console.log(verdict.data.code);

const refused = await reseller.POST('/api/v1/licenses', {
  body: { orderId: id, productId, policyId, customerId, quantity: 1 },
});
if (refused.error?.code !== 'quota_exceeded') {
  throw new Error(`not refused: ${JSON.stringify(refused)}`);
}
