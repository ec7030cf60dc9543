// The meters that can be looked at, the one that was used most first.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { everything } from '../api/everything';
import type { License, Me, Meter, Page, PartnersOverview } from '../api/types';
import { meterName, thisPeriod } from '../shared/format';
import { compareDecimals } from './decimals';
import type { Aggregation } from './totals';

export interface MeterChoice {
  code: string;
  displayName?: string;
  unit?: string;
  aggregation: Aggregation;
}

/**
 * @param vendor whose meters; the operator sees those of all vendors, whose codes may be the same
 */
export function metersOf(me: Me, vendor: string) {
  return queryOptions({
    queryKey: ['usage', 'meters', vendor],
    queryFn: () => (me.account.role === 'customer' ? ofCustomer() : ofNetwork(me, vendor)),
    staleTime: 60_000,
  });
}

/** Those that were used most this month first, then by name. */
export function byUse(meters: MeterChoice[], used: Map<string, string>): MeterChoice[] {
  const of = ({ code }: MeterChoice) => used.get(code) ?? '0';
  return [...meters].sort(
    (one, other) =>
      compareDecimals(of(other), of(one)) ||
      meterName(one.code, one.displayName).localeCompare(meterName(other.code, other.displayName)),
  );
}

async function ofNetwork(me: Me, vendor: string): Promise<MeterChoice[]> {
  const partner = me.account.role === 'partner';
  const [all, used] = await Promise.all([
    everything((at) =>
      answer<Page<Meter>>(api.GET('/api/v1/meters', { params: { query: at } })),
    ),
    partner ? usedByBranch() : new Map<string, string>(),
  ]);
  return byUse(
    all.filter(({ vendorId }) => partner || vendorId === vendor),
    used,
  );
}

/** Only the order depends on it: without it the meters are shown by name. */
async function usedByBranch(): Promise<Map<string, string>> {
  try {
    const { meters } = await answer<PartnersOverview>(
      api.GET('/api/v1/partners/overview', { params: { query: { period: thisPeriod() } } }),
    );
    return new Map(meters.map(({ code, quantity }) => [code, quantity]));
  } catch {
    return new Map();
  }
}

/** A customer may not list meters, but the balances of any license of its own name all of them. */
async function ofCustomer(): Promise<MeterChoice[]> {
  const { items } = await answer<Page<License>>(
    api.GET('/api/v1/licenses', { params: { query: { limit: 1 } } }),
  );
  if (items[0] === undefined) {
    return [];
  }
  const balances = await answer<{ items: (MeterChoice & { meter: string; used: string })[] }>(
    api.GET('/api/v1/balances', { params: { query: { licenseId: items[0].id } } }),
  );
  return byUse(
    balances.items.map(({ meter, ...shown }) => ({ ...shown, code: meter })),
    new Map(balances.items.map(({ meter, used }) => [meter, used])),
  );
}
