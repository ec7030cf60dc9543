// What the side bar shows, and where each role starts. The API decides what is allowed; this only
// keeps out of sight what it would refuse.
import type { Me, PartnerType, Permission } from '../api/types';
import { texts } from '../texts';

export interface NavItem {
  to: string;
  label: string;
  icon: NavIcon;
  children?: Omit<NavItem, 'icon'>[];
}

export type NavIcon =
  | 'home'
  | 'create'
  | 'partners'
  | 'customers'
  | 'orders'
  | 'licenses'
  | 'settlements'
  | 'statements'
  | 'usage'
  | 'meters'
  | 'portfolio'
  | 'products'
  | 'signing'
  | 'plans'
  | 'applications'
  | 'keys'
  | 'staff'
  | 'audit'
  | 'person';

export function navigation(me: Me): NavItem[] {
  const { nav } = texts;
  const may = (permission: Permission) => me.permissions.includes(permission);
  const start: NavItem = { to: '/', label: nav.home, icon: 'home' };
  const keys: NavItem = { to: '/api-keys', label: nav.apiKeys, icon: 'keys' };
  const statements: NavItem = { to: '/statements', label: nav.statements, icon: 'statements' };
  const usage: NavItem = { to: '/usage', label: nav.usage, icon: 'usage' };
  const signing: NavItem = { to: '/signing-keys', label: nav.signingKeys, icon: 'signing' };
  // Only the vendor itself writes its catalog, whatever those below it are permitted.
  const vendor = me.partner?.type === 'vendor';
  const catalog = vendor && may('manage_catalog');
  switch (me.account.role) {
    case 'customer':
      return [
        start,
        { to: '/registration', label: nav.registration, icon: 'person' },
        { to: '/licenses', label: nav.licenses, icon: 'licenses' },
        statements,
        usage,
        keys,
      ];
    case 'operator':
      return [
        start,
        partners(true),
        { to: '/customers', label: nav.customers, icon: 'customers' },
        { to: '/orders', label: nav.orders, icon: 'orders' },
        { to: '/settlements', label: nav.settlements, icon: 'settlements' },
        statements,
        usage,
        { to: '/applications', label: nav.applications, icon: 'applications' },
        signing,
        keys,
        { to: '/audit', label: nav.audit, icon: 'audit' },
      ];
    case 'partner':
      return [
        start,
        ...(may('issue_licenses')
          ? [{ to: '/licenses/new', label: nav.createLicense, icon: 'create' } as const]
          : []),
        ...(may('manage_partners') ? [partners(false)] : []),
        { to: '/customers', label: nav.customers, icon: 'customers' },
        { to: '/licenses', label: nav.licenses, icon: 'licenses' },
        { to: '/orders', label: nav.orders, icon: 'orders' },
        { to: '/settlements', label: nav.settlements, icon: 'settlements' },
        ...(may('read_statements') ? [statements] : []),
        ...(may('read_usage') ? [usage] : []),
        ...(vendor && may('manage_meters')
          ? [{ to: '/meters', label: nav.meters, icon: 'meters' } as const]
          : []),
        { to: '/portfolio', label: nav.portfolio, icon: 'portfolio' },
        ...(catalog
          ? [{ to: '/products', label: nav.products, icon: 'products' } as const]
          : []),
        ...(may('manage_plans')
          ? [{ to: '/plans', label: nav.plans, icon: 'plans' } as const]
          : []),
        ...(may('manage_partners')
          ? [{ to: '/applications', label: nav.applications, icon: 'applications' } as const]
          : []),
        ...(may('manage_accounts')
          ? [{ to: '/staff', label: nav.staff, icon: 'staff' } as const]
          : []),
        ...(catalog ? [signing] : []),
        keys,
        ...(may('read_audit') ? [{ to: '/audit', label: nav.audit, icon: 'audit' } as const] : []),
      ];
    default:
      return [];
  }
}

function partners(operator: boolean): NavItem {
  const { nav } = texts;
  return {
    to: '/partners',
    label: nav.partners,
    icon: 'partners',
    children: [
      { to: '/partners/resellers', label: nav.resellers },
      { to: '/partners/distributors', label: nav.distributors },
      ...(operator ? [{ to: '/partners/vendors', label: nav.vendors }] : []),
    ],
  };
}

/**
 * The place in the side bar that a page belongs to.
 *
 * @param type of the partner whose page it is, as soon as it is known
 */
export function placeOf(pathname: string, search: string, type?: PartnerType): string {
  const kind = pathname === '/partners/new' ? new URLSearchParams(search).get('type') : type;
  return kind === 'reseller' || kind === 'distributor' || kind === 'vendor'
    ? `/partners/${kind}s`
    : pathname
        .replace(/^\/policies\//, '/products/')
        .replace(/^\/usage-corrections/, '/usage')
        .replace(/^\/event-preview/, '/meters');
}

/** The item that is open: of several that hold the place it is the narrowest. */
export function openItem(items: NavItem[], place: string): string | undefined {
  return items
    .flatMap((item) => item.children?.map(({ to }) => to) ?? [item.to])
    .filter((to) => place === to || place.startsWith(`${to}/`))
    .sort((one, other) => other.length - one.length)[0];
}

/** The first page of a role. */
export function home(me: Me): string {
  const first = navigation(me)[0];
  return first?.children?.[0]?.to ?? first?.to ?? '/change-password';
}
