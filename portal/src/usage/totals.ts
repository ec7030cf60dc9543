// What rows of one group come to, by how the meter counts.
import type { Meter, UsageRow } from '../api/types';
import { addDecimals, compareDecimals } from './decimals';

export type Aggregation = Meter['aggregation'];

/** Whether quantities of parts sum to that of the whole. */
export function isSummed(aggregation: Aggregation): boolean {
  return aggregation === 'sum' || aggregation === 'count';
}

/** Whether the quantity of a range follows from those of its windows: an average does not. */
export function isCombined(aggregation: Aggregation): boolean {
  return aggregation !== 'average' && aggregation !== 'unique_count';
}

/** The quantity of a whole range from those of its windows; none if it does not follow from them. */
export function combined(aggregation: Aggregation, rows: UsageRow[]): string | undefined {
  const quantities = rows.map(({ quantity }) => quantity);
  const [first, ...rest] = quantities;
  if (first === undefined) {
    return isSummed(aggregation) ? '0' : undefined;
  }
  switch (aggregation) {
    case 'sum':
    case 'count':
      return quantities.reduce(addDecimals);
    case 'max':
      return quantities.reduce((one, other) => (compareDecimals(one, other) < 0 ? other : one));
    case 'min':
      return quantities.reduce((one, other) => (compareDecimals(one, other) > 0 ? other : one));
    case 'latest':
      return rows.reduce((one, other) => (one.start < other.start ? other : one)).quantity;
    case 'average':
    case 'unique_count':
      return rest.length === 0 ? first : undefined;
  }
}

/** The change as a part of what it was: 0.5 is half as much again; none if there was nothing. */
export function changeOf(now: string | undefined, was: string | undefined): number | undefined {
  const base = Number(was ?? '0');
  return base === 0 || now === undefined ? undefined : (Number(now) - base) / Math.abs(base);
}
