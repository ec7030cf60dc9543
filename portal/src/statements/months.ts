// The months that can be chosen, as the API names them: `2026-11`. They are of UTC.
import { month } from '../shared/format';

/** Three years back: older statements are found in the list of what one owes. */
export const MONTHS = 36;

/** The newest first, from the running month on. */
export function lastMonths(now = new Date(), count = MONTHS): string[] {
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}

/** Those that are over: the running month cannot be closed. */
export function monthsOver(now = new Date()): string[] {
  return lastMonths(now, MONTHS + 1).slice(1);
}

/** As a list of choices, also with a month that was linked to and is older. */
export function monthChoices(months: string[], chosen?: string) {
  const all = chosen === undefined || months.includes(chosen) ? months : [...months, chosen];
  return all.map((value) => ({ value, label: month(value) }));
}

export function isMonth(text: string): boolean {
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(text);
}
