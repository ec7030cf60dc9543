// What one view shows, from what was read for it.
import type { UsageRow } from '../api/types';
import type { Cell } from '../shared/csv';
import { meterName } from '../shared/format';
import { texts } from '../texts';
import { before, startsOf, type Range } from './range';
import { seriesOf, type GroupKey, type Series } from './series';
import { branchRows, groupLines, sheetOf, windowLines, type UsageLine } from './table';
import { combined, isSummed } from './totals';
import type { Shown, UsageData } from './useUsage';
import { keyOf } from './view';

const t = texts.usage;

export interface Result {
  /** Absent where nothing is told apart: then there is a line for each window. */
  key: GroupKey | undefined;
  /** Whether quantities of groups sum to the whole. */
  summed: boolean;
  earlier: Range;
  starts: string[];
  rows: UsageRow[];
  /** By window. */
  whole: UsageRow[];
  lines: UsageLine[];
  total: UsageLine;
  series: Series;
  /** The whole of the time before, window by window; absent where it is not comparable. */
  seriesBefore?: number[];
}

/**
 * @param children ids of the partners right below the place
 */
export function resultOf(shown: Shown, data: UsageData, children: Set<string>): Result {
  const { view, range, window, group } = shown;
  const { aggregation } = shown.meter;
  const summed = isSummed(aggregation);
  const key = keyOf(group);
  const earlier = before(view.range, range);
  const starts = startsOf(range, window);
  const startsBefore = startsOf(earlier, window);
  const own = (rows: UsageRow[], whole: UsageRow[]) =>
    group === 'partner' ? branchRows(rows, summed ? whole : undefined, children) : rows;
  const rows = own(data.rows, data.whole);
  const was = new Map(data.beforeWhole.map((row) => [row.start, Number(row.quantity)]));
  return {
    key,
    summed,
    earlier,
    starts,
    rows,
    whole: data.whole,
    lines:
      key === undefined
        ? windowLines(starts, data.whole, startsBefore, data.beforeWhole, summed)
        : groupLines(
            aggregation,
            key,
            own(data.totals, data.wholeTotal),
            own(data.beforeTotals, data.beforeWholeTotal),
          ),
    total: {
      id: 'total',
      quantity: combined(aggregation, data.wholeTotal),
      before: combined(aggregation, data.beforeWholeTotal),
    },
    series: seriesOf(rows, key, { within: starts, summed }),
    ...(view.compare && (summed || key === undefined)
      ? { seriesBefore: startsBefore.map((start) => was.get(start) ?? 0) }
      : {}),
  };
}

/** The header of the first column. */
export function headerOf({ group, window }: Shown): string {
  return group === undefined ? t.windows[window] : t.groups[group];
}

/**
 * The file: the lines that are shown, and for groups what the chart shows of them.
 *
 * @param lines of the table
 */
export function fileOf(
  shown: Shown,
  { key, rows, whole, starts, total }: Result,
  lines: UsageLine[],
  nameOf: (id: string) => string,
): Cell[][] {
  const quantities = new Map([
    ...rows.map((row) => [`${key && row[key]} ${row.start}`, row.quantity] as const),
    ...whole.map((row) => [`${total.id} ${row.start}`, row.quantity] as const),
  ]);
  return sheetOf({
    header: headerOf(shown),
    meter: meterName(shown.meter.code, shown.meter.displayName),
    lines,
    total,
    compare: shown.view.compare,
    nameOf,
    ...(key === undefined
      ? {}
      : { starts, at: (id: string, start: string) => quantities.get(`${id} ${start}`) }),
  });
}
