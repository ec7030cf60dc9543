// Rows of usage as a chart takes them: one record per day, one property per group.
import type { UsageRow } from '../api/types';

export type GroupKey = 'partnerId' | 'productId' | 'customerId';

export interface Series {
  /** Ids of the groups, those that used most first. */
  groups: string[];
  days: ({ start: string } & Record<string, number | string>)[];
  /** Per group, exact: the chart's numbers are rounded to what can be drawn. */
  totals: Map<string, string>;
}

/** Groups beyond this many are drawn as one. */
const GROUPS_MAX = 8;
export const OTHERS = 'others';

/**
 * @param within days that are shown even when nothing was used on them
 */
export function seriesOf(rows: UsageRow[], by: GroupKey, within: string[] = []): Series {
  const drawn = new Map<string, number>();
  for (const row of rows) {
    const id = row[by] ?? OTHERS;
    drawn.set(id, (drawn.get(id) ?? 0) + Number(row.quantity));
  }
  const ranked = [...drawn].sort(([, a], [, b]) => b - a).map(([id]) => id);
  const shown = ranked.length <= GROUPS_MAX ? ranked : ranked.slice(0, GROUPS_MAX - 1);
  const groupOf = (id: string) => (shown.includes(id) ? id : OTHERS);
  const groups = [...new Set(ranked.map(groupOf))];
  const days = new Map<string, { start: string } & Record<string, number | string>>(
    within.map((start) => [start, { start }]),
  );
  const totals = new Map<string, string>();
  for (const row of rows) {
    const group = groupOf(row[by] ?? OTHERS);
    const day = days.get(row.start) ?? { start: row.start };
    day[group] = Number(day[group] ?? 0) + Number(row.quantity);
    days.set(row.start, day);
    totals.set(group, addDecimals(totals.get(group) ?? '0', row.quantity));
  }
  return {
    groups,
    days: [...days.values()].sort((a, b) => a.start.localeCompare(b.start)),
    totals,
  };
}

/** The days of a month up to today, each an instant at which a day's window starts. */
export function daysOf(period: string, now = new Date()): string[] {
  const today = now.toISOString().slice(0, 10);
  const days: string[] = [];
  for (let day = new Date(`${period}-01T00:00:00Z`); ; day.setUTCDate(day.getUTCDate() + 1)) {
    const iso = day.toISOString();
    if (!iso.startsWith(period) || iso.slice(0, 10) > today) {
      return days;
    }
    days.push(iso.replace('.000Z', 'Z'));
  }
}

/** Sums decimal strings digit by digit: what is billed is never shown rounded. */
export function addDecimals(one: string, other: string): string {
  const digits = Math.max(fraction(one), fraction(other));
  const sum = scaled(one, digits) + scaled(other, digits);
  if (digits === 0) {
    return sum.toString();
  }
  const negative = sum < 0n;
  const text = (negative ? -sum : sum).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, -digits);
  const part = text.slice(-digits).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
}

function fraction(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

function scaled(text: string, digits: number): bigint {
  const [whole = '0', part = ''] = text.split('.');
  return BigInt(whole + part.padEnd(digits, '0'));
}
