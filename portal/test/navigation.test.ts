import { describe, expect, it } from 'vitest';
import type { Me, Partner, Permission } from '../src/api/types';
import { home, navigation, openItem, placeOf } from '../src/shell/navigation';

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
  it('starts everybody at home', () => {
    expect(home(caller('partner', distributor))).toBe('/');
    expect(home(caller('customer'))).toBe('/');
    expect(home(caller('operator', distributor))).toBe('/');
    // Nothing but the password works for an account without pages.
    expect(home(caller('gateway'))).toBe('/change-password');
  });

  it('gives a distributor its resellers before the rest of its partners', () => {
    const me = caller('partner', distributor);
    expect(places(me)).toEqual([
      '/',
      '/licenses/new',
      '/partners/resellers',
      '/partners/distributors',
      '/customers',
      '/licenses',
      '/orders',
      '/settlements',
      '/usage',
      '/portfolio',
      '/applications',
      '/staff',
      '/api-keys',
      '/audit',
    ]);
  });

  it('shows a reseller neither partners nor applications', () => {
    const me = caller('partner', reseller);
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
    expect(places(me)).toEqual([
      '/',
      '/registration',
      '/licenses',
      '/statements',
      '/usage',
      '/api-keys',
    ]);
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

  it('shows meters to the vendor who may change them', () => {
    const of = (type: Partner['type'], permissions: Permission[]): Me => ({
      ...caller('partner', permissions),
      partner: { id: 'prt_1', type } as Partner,
    });
    expect(places(of('vendor', ['manage_meters']))).toContain('/meters');
    expect(places(of('vendor', distributor))).not.toContain('/meters');
    expect(places(of('distributor', ['manage_meters']))).not.toContain('/meters');
  });

  it('offers to create licenses to who may issue them', () => {
    expect(places(caller('partner', reseller))).toContain('/licenses/new');
    expect(places(caller('partner', ['manage_customers']))).not.toContain('/licenses/new');
    expect(places(caller('operator', distributor))).not.toContain('/licenses/new');
  });

  it('has one item open, and of two the narrower', () => {
    const items = navigation(caller('partner', distributor));
    expect(openItem(items, '/')).toBe('/');
    expect(openItem(items, '/licenses')).toBe('/licenses');
    expect(openItem(items, '/licenses/new')).toBe('/licenses/new');
    expect(openItem(items, '/licenses/lic_1')).toBe('/licenses');
    expect(openItem(items, '/partners/resellers')).toBe('/partners/resellers');
    expect(openItem(items, '/change-password')).toBeUndefined();
  });

  it('knows where a page belongs that is not in it', () => {
    expect(placeOf('/partner/prt_1/usage', '', 'reseller')).toBe('/partners/resellers');
    expect(placeOf('/partner/prt_1', '', 'distributor')).toBe('/partners/distributors');
    expect(placeOf('/partner/prt_1', '')).toBe('/partner/prt_1');
    expect(placeOf('/partners/new', '?type=distributor')).toBe('/partners/distributors');
    expect(placeOf('/customers/new', '?type=distributor')).toBe('/customers/new');
    expect(placeOf('/policies/pol_1', '')).toBe('/products/pol_1');
    expect(placeOf('/usage-corrections/late', '')).toBe('/usage/late');
    expect(placeOf('/event-preview', '')).toBe('/meters');
  });
});
