// What is looked at: a meter, a time, a place in the network. It lives in the address, so that a
// link shows the same and the back button goes back.
import type { Me } from '../api/types';
import type { GroupKey } from './series';
import { RANGES, WINDOWS, type RangeName, type Window } from './range';

export type Group = 'partner' | 'customer' | 'license' | 'product';
export const GROUPS: Group[] = ['partner', 'customer', 'license', 'product'];

export interface View {
  meter: string;
  range: RangeName;
  from: string;
  to: string;
  window: Window;
  /** Empty for what fits the place. */
  group: Group | '';
  compare: boolean;
  /** Whose meters they are; only the operator has to say. */
  vendor: string;
  partner: string;
  customer: string;
  license: string;
  product: string;
}

export function viewOf(params: URLSearchParams): View {
  const text = (name: string) => params.get(name) ?? '';
  return {
    meter: text('meter'),
    range: RANGES.find((one) => one === text('range')) ?? 'this-month',
    from: text('from'),
    to: text('to'),
    window: WINDOWS.find((one) => one === text('window')) ?? 'day',
    group: GROUPS.find((one) => one === text('group')) ?? '',
    compare: params.has('compare'),
    vendor: text('vendor'),
    partner: text('partner'),
    customer: text('customer'),
    license: text('license'),
    product: text('product'),
  };
}

/** Only what differs from what is shown without it. */
export function searchOf(view: View): string {
  const { range, window, compare, from, to, ...rest } = view;
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (value !== '') {
      params.set(name, value);
    }
  }
  if (range !== 'this-month') {
    params.set('range', range);
  }
  if (range === 'own') {
    params.set('from', from);
    params.set('to', to);
  }
  if (window !== 'day') {
    params.set('window', window);
  }
  if (compare) {
    params.set('compare', '');
  }
  return params.size === 0 ? '' : `?${params}`;
}

/** The page that shows it. */
export function addressOf(view: View): string {
  return `/usage${searchOf(view)}`;
}

/**
 * What can be told apart at the place that is looked at; nothing within one license.
 *
 * @param partners whether there are partners right below the place
 */
export function groupsOf(view: View, role: Me['account']['role'], partners: boolean): Group[] {
  if (view.license !== '') {
    return [];
  }
  return GROUPS.filter((group) => {
    switch (group) {
      case 'partner':
        return partners && isBranch(view);
      case 'customer':
        return role !== 'customer' && view.customer === '';
      case 'license':
        return true;
      case 'product':
        return view.product === '';
    }
  });
}

/** A whole branch: what belongs to one customer or product is not told apart by partner. */
export function isBranch({ customer, license, product }: View): boolean {
  return customer === '' && license === '' && product === '';
}

/** The group that is shown: the chosen one where it fits, else the first that does. */
export function groupOf(view: View, groups: Group[]): Group | undefined {
  return groups.find((group) => group === view.group) ?? groups[0];
}

export function keyOf(group: Group | undefined): GroupKey | undefined {
  return group && `${group}Id`;
}

/** One step down, into a row. */
export function into(view: View, group: Group, id: string): View {
  return { ...view, [group]: id, group: '' };
}

/** Back up: everything below that partner is left. */
export function upTo(view: View, partner: string): View {
  return { ...view, partner, customer: '', license: '', product: '', group: '' };
}

/** The filters that the API takes for the place. */
export function placeOf({ vendor, partner, customer, license, product }: View) {
  const branch = partner || vendor;
  return {
    ...(branch === '' ? {} : { partnerId: branch }),
    ...(customer === '' ? {} : { customerId: customer }),
    ...(license === '' ? {} : { licenseId: license }),
    ...(product === '' ? {} : { productId: product }),
  };
}
