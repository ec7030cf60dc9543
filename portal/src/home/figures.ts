// What was metered, as the home page shows it: this month, last month, and the days behind it.
import type { UsageRow } from '../api/types';

export const DAYS = 30;

/** From the first of last month on: windows are of UTC. */
export function sinceLastMonth(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString();
}

export function sinceDays(now: Date): string {
  return new Date(
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - DAYS + 1),
  ).toISOString();
}

/** The quantities of this month and of the one before; a month without a row used nothing. */
export function months(rows: UsageRow[], now: Date): { current: string; last: string } {
  const of = (month: string) =>
    rows.find(({ start }) => start.startsWith(month))?.quantity ?? '0';
  return {
    current: of(now.toISOString().slice(0, 7)),
    last: of(sinceLastMonth(now).slice(0, 7)),
  };
}

/** One number for each of the last days, the oldest first: enough to draw, not to bill. */
export function lastDays(rows: UsageRow[], now: Date): number[] {
  const byDay = new Map(rows.map(({ start, quantity }) => [start.slice(0, 10), Number(quantity)]));
  const first = Date.parse(sinceDays(now));
  return Array.from(
    { length: DAYS },
    (_, day) =>
      byDay.get(new Date(first + day * 24 * 3_600_000).toISOString().slice(0, 10)) ?? 0,
  );
}
