// The rows of the table, and the same as a file.
import type { UsageRow } from '../api/types';
import type { Cell } from '../shared/csv';
import { texts } from '../texts';
import { addDecimals, compareDecimals, subtractDecimals } from './decimals';
import { OTHERS, type GroupKey } from './series';
import { changeOf, combined, type Aggregation } from './totals';

/** Stands for what was used outside the branches of the partners below. */
export const REST = 'rest';

export interface UsageLine {
  id: string;
  quantity?: string;
  before?: string;
}

/**
 * The API answers with every branch at any depth: of these only the partners right below count,
 * because each contains those below it. What is left of the whole is the partner's own.
 *
 * @param whole of the place, window by window; absent where branches do not sum to it
 */
export function branchRows(
  rows: UsageRow[],
  whole: UsageRow[] | undefined,
  children: Set<string>,
): UsageRow[] {
  const below = rows.filter(({ partnerId }) => partnerId !== undefined && children.has(partnerId));
  const used = new Map<string, string>();
  for (const { start, quantity } of below) {
    used.set(start, addDecimals(used.get(start) ?? '0', quantity));
  }
  const rest = (whole ?? []).flatMap((row) => {
    const quantity = subtractDecimals(row.quantity, used.get(row.start) ?? '0');
    return compareDecimals(quantity, '0') === 0 ? [] : [{ ...row, quantity, partnerId: REST }];
  });
  return [...below, ...rest];
}

/** A line for each group of now or before, what was used most first. */
export function groupLines(
  aggregation: Aggregation,
  key: GroupKey,
  now: UsageRow[],
  before: UsageRow[],
): UsageLine[] {
  const byNow = grouped(now, key);
  const byBefore = grouped(before, key);
  return [...new Set([...byNow.keys(), ...byBefore.keys()])]
    .map((id) => ({
      id,
      quantity: combined(aggregation, byNow.get(id) ?? []),
      before: combined(aggregation, byBefore.get(id) ?? []),
    }))
    .sort((one, other) => compareDecimals(other.quantity ?? '0', one.quantity ?? '0'));
}

/**
 * So many of the lines; the others are one line where they can be summed up, so that what is shown
 * comes to the total.
 */
export function firstLines(lines: UsageLine[], limit: number, summed: boolean): UsageLine[] {
  const hidden = lines.slice(limit);
  if (hidden.length === 0 || !summed) {
    return lines.slice(0, limit);
  }
  const sum = (part: 'quantity' | 'before') =>
    hidden.map((line) => line[part] ?? '0').reduce(addDecimals);
  const others = { id: OTHERS, quantity: sum('quantity'), before: sum('before') };
  return [...lines.slice(0, limit), others];
}

/**
 * A line for each window, with the window that lies as far from the start of the time before.
 *
 * @param summed whether nothing is zero: there is no maximum of nothing
 */
export function windowLines(
  starts: string[],
  now: UsageRow[],
  startsBefore: string[],
  before: UsageRow[],
  summed: boolean,
): UsageLine[] {
  const nothing = summed ? '0' : undefined;
  const quantities = new Map(now.map(({ start, quantity }) => [start, quantity]));
  const was = new Map(before.map(({ start, quantity }) => [start, quantity]));
  return starts.map((start, index) => ({
    id: start,
    quantity: quantities.get(start) ?? nothing,
    before: was.get(startsBefore[index] ?? '') ?? nothing,
  }));
}

function grouped(rows: UsageRow[], key: GroupKey): Map<string, UsageRow[]> {
  const groups = new Map<string, UsageRow[]>();
  for (const row of rows) {
    const id = row[key];
    if (id === undefined) {
      continue;
    }
    const group = groups.get(id);
    if (group === undefined) {
      groups.set(id, [row]);
    } else {
      group.push(row);
    }
  }
  return groups;
}

interface Sheet {
  /** What the first column names. */
  header: string;
  meter: string;
  lines: UsageLine[];
  total: UsageLine;
  compare: boolean;
  nameOf: (id: string) => string;
  /** A column for each window of a grouped table. */
  starts?: string[];
  /** The quantity of a group, or of the total, in a window. */
  at?: (id: string, start: string) => string | undefined;
}

/** What the table shows, and for groups what the chart shows of them, window by window. */
export function sheetOf(sheet: Sheet): Cell[][] {
  const { header, meter, lines, total, compare, nameOf, starts = [], at } = sheet;
  const t = texts.usage;
  const cells = (line: UsageLine): Cell[] => [
    number(line.quantity),
    ...(compare ? [number(line.before), percent(line)] : []),
  ];
  return [
    [header, meter, ...(compare ? [t.before, t.changePercent] : []), ...starts],
    ...lines.map((line) => [
      nameOf(line.id),
      ...cells(line),
      ...starts.map((start) => number(at?.(line.id, start))),
    ]),
    [t.total, ...cells(total), ...starts.map((start) => number(at?.(total.id, start)))],
  ];
}

function number(quantity: string | undefined): Cell {
  return quantity === undefined ? undefined : { number: quantity };
}

function percent({ quantity, before }: UsageLine): Cell {
  const change = changeOf(quantity, before);
  return change === undefined ? undefined : { number: (100 * change).toFixed(1) };
}
