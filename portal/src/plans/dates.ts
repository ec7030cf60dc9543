// From which day a plan or its prices hold: days in UTC, like the months of statements.
import type { PlanPeriod, PlanPrices } from '../api/types';

export function today(now = new Date()): string {
  return now.toISOString().slice(0, 10);
}

/** The day on which a plan that ends with this month is none any more. */
export function nextMonth(now = new Date()): string {
  return today(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)));
}

/** The first day that the API takes: of a month that may not be closed yet. */
export function firstDay(now = new Date()): string {
  return today(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)));
}

/** The last day of what ends before this one begins. */
export function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return today(date);
}

/** The plan that is to come; one change at most is. */
export function coming(plans: PlanPeriod[] = [], now = today()): PlanPeriod | undefined {
  return plans.find(({ from }) => from !== undefined && from > now);
}

export type Holds = 'earlier' | 'now' | 'coming';

/** Whether prices held, hold, or are to hold; newest first. */
export function holding(prices: PlanPrices[], now = today()): [PlanPrices, Holds][] {
  const present = prices.findLastIndex(({ from }) => from === undefined || from <= now);
  return prices
    .map((one, index): [PlanPrices, Holds] => [
      one,
      index < present ? 'earlier' : index === present ? 'now' : 'coming',
    ])
    .reverse();
}

/** What of a patch says from when on its plan holds. */
export function fromDay(planFrom: string): { planFrom?: string } {
  return planFrom === '' ? {} : { planFrom };
}
