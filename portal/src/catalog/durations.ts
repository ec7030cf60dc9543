// Lengths of time as the API writes them (ISO-8601), and as people type and read them.
import { locale } from '../shared/format';

export const UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type Unit = (typeof UNITS)[number];

/** As it is typed: a number and what it counts. */
export interface Length {
  count: number | '';
  unit: Unit;
}

/** What a license can last. A month or year ends on the same day of a later month. */
export const TERM_UNITS: readonly Unit[] = ['day', 'week', 'month', 'year'];
export const GRACE_UNITS: readonly Unit[] = ['hour', 'day', 'week'];
export const HEARTBEAT_UNITS: readonly Unit[] = ['second', 'minute', 'hour', 'day'];

const SECONDS: Partial<Record<Unit, number>> = { day: 86_400, hour: 3_600, minute: 60, second: 1 };
const ISO =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Seconds in the units of a fixed length; undefined for a month, which has none. */
export function secondsOf({ count, unit }: Length): number | undefined {
  const each = unit === 'week' ? 7 * SECONDS.day! : SECONDS[unit];
  return each === undefined || count === '' ? undefined : count * each;
}

/** Nothing for an empty one. */
export function isoOf({ count, unit }: Length): string | undefined {
  if (count === '') {
    return undefined;
  }
  switch (unit) {
    case 'second':
    case 'minute':
    case 'hour':
      return `PT${count}${unit.charAt(0).toUpperCase()}`;
    case 'week':
      return `P${count * 7}D`;
    case 'day':
    case 'month':
    case 'year':
      return `P${count}${unit.charAt(0).toUpperCase()}`;
  }
}

/**
 * In the largest unit that leaves nothing over: `PT8760H` is 365 days. Weeks are left as days, as
 * such a length is spoken of. Undefined for what no single unit can say.
 */
export function lengthOf(iso: string): Length | undefined {
  const found = ISO.exec(iso);
  if (found === null) {
    return undefined;
  }
  const [years, months, weeks, days, hours, minutes, seconds] = found
    .slice(1)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number, number];
  const fixed = (weeks * 7 + days) * 86_400 + hours * 3_600 + minutes * 60 + seconds;
  const calendar = years * 12 + months;
  if (calendar > 0) {
    return fixed > 0
      ? undefined
      : calendar % 12 === 0
        ? { count: calendar / 12, unit: 'year' }
        : { count: calendar, unit: 'month' };
  }
  const [unit, each] = Object.entries(SECONDS).find(([, size]) => fixed % size === 0) as [
    Unit,
    number,
  ];
  return { count: fixed / each, unit };
}

/** `365 days`, in the reader's language; what cannot be read so is left as it is. */
export function durationText(iso: string): string {
  const length = lengthOf(iso);
  return length === undefined
    ? iso
    : new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: length.unit,
        unitDisplay: 'long',
      }).format(Number(length.count));
}

/** The unit alone, as it stands beside a number: `days`. */
export function unitName(unit: Unit): string {
  const parts = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).formatToParts(2);
  return parts.find(({ type }) => type === 'unit')?.value ?? unit;
}
