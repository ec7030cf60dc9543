// Which licenses are chosen to be paid, and what they come to at the prices they were issued at.
import type { Money, OwedLicense } from '../api/types';

/** Licenses of one settlement, as the API takes them. */
export const CHOSEN_MAX = 1_000;

/** By id, in the order in which they were chosen. */
export type Chosen = ReadonlyMap<string, OwedLicense>;

export const NONE: Chosen = new Map();

/** One that is being settled is chosen no more, only dropped. */
export function mayChoose(chosen: Chosen, license: OwedLicense): boolean {
  return (
    chosen.has(license.licenseId) ||
    (license.settlementId === undefined &&
      chosen.size < CHOSEN_MAX &&
      fits(currencyOf(chosen), license))
  );
}

export function toggle(chosen: Chosen, license: OwedLicense): Chosen {
  const next = new Map(chosen);
  if (!next.delete(license.licenseId) && mayChoose(chosen, license)) {
    next.set(license.licenseId, license);
  }
  return next;
}

/** All of a page, as far as they may be chosen together; none of it if all of those are. */
export function togglePage(chosen: Chosen, page: OwedLicense[]): Chosen {
  const more = page.reduce(
    (next, license) => (next.has(license.licenseId) ? next : toggle(next, license)),
    chosen,
  );
  if (more.size > chosen.size) {
    return more;
  }
  const fewer = new Map(chosen);
  page.forEach(({ licenseId }) => fewer.delete(licenseId));
  return fewer;
}

/** Before the discount; nothing while nothing is chosen that costs something. */
export function runningTotal(chosen: Chosen): Money | undefined {
  const currency = currencyOf(chosen);
  return currency === undefined
    ? undefined
    : {
        amount: [...chosen.values()].reduce((sum, { price }) => sum + (price?.amount ?? 0), 0),
        currency,
      };
}

/** A settlement has one currency; what costs nothing fits each. */
function currencyOf(chosen: Chosen): string | undefined {
  return [...chosen.values()].find(({ price }) => price !== undefined)?.price?.currency;
}

function fits(currency: string | undefined, { price }: OwedLicense): boolean {
  return currency === undefined || price === undefined || price.currency === currency;
}
