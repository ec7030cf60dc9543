// Rows of usage as a chart takes them: one record per window, one property per group.
import type { UsageRow } from '../api/types';
import { addDecimals } from './decimals';

export type GroupKey = 'partnerId' | 'productId' | 'customerId' | 'licenseId';

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
/** The one group of rows that are not grouped. */
export const ALL = 'all';

interface Options {
  /** Windows that are shown even when nothing was used in them. */
  within?: string[];
  /** Whether groups beyond the drawn ones can be summed up as others: not those of a maximum, say. */
  summed?: boolean;
}

/**
 * @param by nothing if the rows are not grouped
 */
export function seriesOf(
  rows: UsageRow[],
  by: GroupKey | undefined,
  { within = [], summed = true }: Options = {},
): Series {
  const idOf = (row: UsageRow) => (by === undefined ? ALL : (row[by] ?? OTHERS));
  const drawn = new Map<string, number>();
  for (const row of rows) {
    drawn.set(idOf(row), (drawn.get(idOf(row)) ?? 0) + Number(row.quantity));
  }
  const ranked = [...drawn].sort(([, a], [, b]) => b - a).map(([id]) => id);
  const shown = new Set(
    ranked.length <= GROUPS_MAX ? ranked : ranked.slice(0, GROUPS_MAX - (summed ? 1 : 0)),
  );
  const groupOf = (id: string) => (shown.has(id) ? id : OTHERS);
  const groups = summed ? [...new Set(ranked.map(groupOf))] : ranked.filter((id) => shown.has(id));
  const days = new Map<string, { start: string } & Record<string, number | string>>(
    within.map((start) => [start, { start }]),
  );
  const totals = new Map<string, string>();
  for (const row of rows) {
    const group = groupOf(idOf(row));
    if (!groups.includes(group)) {
      continue;
    }
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
