// A quota as it is typed, and what its balance means.
import type { Me } from '../api/types';
import { may } from '../session/session';
import { plain } from '../shared/amounts';
import { texts } from '../texts';
import type { Balance, Limit, Quota, QuotaTerms, Subject } from './calls';

const t = texts.quotas;
const GROWING = new Set(['sum', 'count', 'max', 'unique_count']);

export interface QuotaDraft {
  included: string;
  limit: Limit;
  /** Percents, with commas between. */
  thresholds: string;
}

export const newQuota: QuotaDraft = { included: '', limit: 'soft', thresholds: '80, 100' };

export function draftOf({ included, limit, thresholds }: QuotaTerms): QuotaDraft {
  return { included, limit, thresholds: thresholds.join(', ') };
}

export function termsOf({ included, limit, thresholds }: QuotaDraft): QuotaTerms {
  return { included: plain(included), limit, thresholds: percents(thresholds) };
}

/** What is wrong with a draft, by field. */
export function draftErrors({ included, thresholds }: QuotaDraft): Record<string, string> {
  const amount = plain(included);
  const errors: Record<string, string> = {};
  if (!/^\d{1,18}(\.\d{1,12})?$/.test(amount) || !/[1-9]/.test(amount)) {
    errors.included = t.includedInvalid;
  }
  const all = percents(thresholds);
  const ascend = all.every((one, index) => index === 0 || one > all[index - 1]!);
  const fit = all.every((one) => Number.isInteger(one) && one >= 1 && one <= 1000);
  if (!ascend || !fit || all.length > 10) {
    errors.thresholds = t.thresholdsInvalid;
  }
  return errors;
}

function percents(text: string): number[] {
  return text
    .split(/[\s,;%]+/)
    .filter((one) => one !== '')
    .map(Number);
}

/** How much of the quota is used, in percent, as far as a bar can show it. */
export function usedPercent({ used, included }: Balance): number {
  return included === undefined
    ? 0
    : Math.max(0, Math.min(100, (100 * Number(used)) / Number(included)));
}

/** Meters that can have a quota and have none. */
export function limitable(balances: Balance[], quotas: Quota[]): Balance[] {
  const limited = new Set(quotas.map(({ meter }) => meter));
  return balances.filter(
    ({ meter, aggregation }) => GROWING.has(aggregation) && !limited.has(meter),
  );
}

/** Who has plans of its own to make sets quotas below itself. */
export function setsQuotas(me: Me, subject: Subject): boolean {
  return (
    me.account.role === 'partner' &&
    may(me, 'manage_plans') &&
    !('partnerId' in subject && subject.partnerId === me.partner?.id)
  );
}

/** What a partner above has set is not changed below. */
export function isSetAbove(me: Me, { setBy }: Quota): boolean {
  return setBy !== me.partner?.id && (me.partner?.path ?? []).includes(setBy ?? '');
}
