// All that one view asks for: now and before, by group and as a whole.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { UsageRow } from '../api/types';
import { usageQuery } from './calls';
import type { MeterChoice } from './meters';
import { before, type Range, type Window } from './range';
import { isCombined } from './totals';
import { placeOf, type Group, type View } from './view';

export interface Shown {
  view: View;
  meter: MeterChoice;
  range: Range;
  window: Window;
  group: Group | undefined;
}

export interface UsageData {
  /** By window and group. */
  rows: UsageRow[];
  /** By window. */
  whole: UsageRow[];
  beforeWhole: UsageRow[];
  /** As few windows as the total of a group follows from. */
  totals: UsageRow[];
  beforeTotals: UsageRow[];
  wholeTotal: UsageRow[];
  beforeWholeTotal: UsageRow[];
}

/**
 * Most of it is the same question when quantities can be combined, and asked once then. An average
 * cannot: its total is asked for by month.
 */
export function useUsage({ view, meter, range, window, group }: Shown): {
  data?: UsageData;
  error: Error | null;
  retry: () => void;
} {
  const place = placeOf(view);
  const coarse = isCombined(meter.aggregation) ? window : 'month';
  const earlier = before(view.range, range);
  const ask = (range: Range, window: Window, by?: Group) =>
    usageQuery({ meter: meter.code, range, window, by, place });
  const compared = { enabled: view.compare };
  const rows = useQuery(ask(range, window, group));
  const whole = useQuery(ask(range, window));
  const totals = useQuery(ask(range, coarse, group));
  const wholeTotal = useQuery(ask(range, coarse));
  const beforeWhole = useQuery({ ...ask(earlier, window), ...compared });
  const beforeTotals = useQuery({ ...ask(earlier, coarse, group), ...compared });
  const beforeWholeTotal = useQuery({ ...ask(earlier, coarse), ...compared });
  const now = [rows, whole, totals, wholeTotal];
  const all = view.compare ? [...now, beforeWhole, beforeTotals, beforeWholeTotal] : now;
  const of = ({ data = [] }: UseQueryResult<UsageRow[]>) => data;
  return {
    data: all.every(({ data }) => data !== undefined)
      ? {
          rows: of(rows),
          whole: of(whole),
          totals: of(totals),
          wholeTotal: of(wholeTotal),
          beforeWhole: of(beforeWhole),
          beforeTotals: of(beforeTotals),
          beforeWholeTotal: of(beforeWholeTotal),
        }
      : undefined,
    error: all.find(({ error }) => error !== null)?.error ?? null,
    retry: () => all.filter(({ isError }) => isError).forEach((query) => void query.refetch()),
  };
}
