import { describe, expect, it } from 'vitest';
import type { Me, Partner, Permission } from '../src/api/types';
import { home, navigation, placeOf } from '../src/shell/navigation';

function caller(role: Me['account']['role'], permissions: Permission[] = []): Me {
  return {
    account: { id: 'acc_1', email: 'a@b.example', name: 'A', role },
    permissions,
    mustChangePassword: false,
  };
}

const reseller: Permission[] = [
  'manage_customers',
  'issue_licenses',
  'read_usage',
  'manage_accounts',
  'read_audit',
];
const distributor: Permission[] = [...reseller, 'manage_partners', 'create_orders'];

function places(me: Me): string[] {
  return navigation(me).flatMap((item) => item.children?.map(({ to }) => to) ?? [item.to]);
}

describe('navigation', () => {
  it('gives a distributor its resellers first', () => {
    const me = caller('partner', distributor);
    expect(home(me)).toBe('/partners/resellers');
    expect(places(me)).toEqual([
      '/partners/resellers',
      '/partners/distributors',
      '/customers',
      '/licenses',
      '/orders',
      '/settlements',
      '/portfolio',
      '/applications',
      '/staff',
      '/api-keys',
      '/audit',
    ]);
  });

  it('shows a reseller neither partners nor applications', () => {
    const me = caller('partner', reseller);
    expect(home(me)).toBe('/customers');
    expect(places(me)).not.toContain('/partners/resellers');
    expect(places(me)).not.toContain('/applications');
  });

  it('hides staff and audit from who may not', () => {
    const shown = places(caller('partner', ['manage_customers']));
    expect(shown).not.toContain('/staff');
    expect(shown).not.toContain('/audit');
  });

  it('shows vendors to the operator only', () => {
    expect(places(caller('operator', distributor))).toContain('/partners/vendors');
    expect(places(caller('partner', distributor))).not.toContain('/partners/vendors');
  });

  it('shows a customer its own data and nothing of the network', () => {
    const me = caller('customer');
    expect(home(me)).toBe('/registration');
    expect(places(me)).toEqual(['/registration', '/licenses', '/api-keys']);
  });

  it('shows nothing to a role that has no pages', () => {
    expect(navigation(caller('gateway'))).toEqual([]);
  });

  it('shows plans to who may manage them', () => {
    expect(places(caller('partner', ['manage_plans']))).toContain('/plans');
    expect(places(caller('partner', reseller))).not.toContain('/plans');
    expect(places(caller('operator', ['manage_plans']))).not.toContain('/plans');
  });

  it('shows the catalog to a vendor who may write it, and to nobody below', () => {
    const of = (type: Partner['type'], permissions: Permission[]): Me => ({
      ...caller('partner', permissions),
      partner: { id: 'prt_1', type } as Partner,
    });
    const vendor = places(of('vendor', ['manage_catalog']));
    expect(vendor).toContain('/products');
    expect(vendor).toContain('/signing-keys');
    expect(places(of('vendor', distributor))).not.toContain('/products');
    expect(places(of('distributor', ['manage_catalog']))).not.toContain('/products');
    expect(places(caller('operator'))).toContain('/signing-keys');
    expect(places(caller('operator'))).not.toContain('/products');
  });

  it('knows where a page belongs that is not in it', () => {
    expect(placeOf('/partner/prt_1/usage', '', 'reseller')).toBe('/partners/resellers');
    expect(placeOf('/partner/prt_1', '', 'distributor')).toBe('/partners/distributors');
    expect(placeOf('/partner/prt_1', '')).toBe('/partner/prt_1');
    expect(placeOf('/partners/new', '?type=distributor')).toBe('/partners/distributors');
    expect(placeOf('/customers/new', '?type=distributor')).toBe('/customers/new');
    expect(placeOf('/policies/pol_1', '')).toBe('/products/pol_1');
  });
});
