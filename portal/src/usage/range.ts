// The time that usage is shown of: whole days of UTC, as the API's windows are.

export type Window = 'hour' | 'day' | 'month';
export const WINDOWS: Window[] = ['hour', 'day', 'month'];

/** How long a range may be in each window: the API refuses a longer one. */
const DAYS_MAX: Record<Window, number> = { hour: 31, day: 366, month: 1_098 };

export type RangeName = 'this-month' | 'last-month' | '7-days' | '30-days' | 'own';
export const RANGES: RangeName[] = ['this-month', 'last-month', '7-days', '30-days', 'own'];

/** Instants of full hours; the end is not part of it. */
export interface Range {
  from: string;
  to: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Chosen {
  range: RangeName;
  /** Days like `2026-11-30`, both part of it; only of one's own dates. */
  from: string;
  to: string;
}

/** The range that was chosen; none for own dates that are not complete, or the wrong way round. */
export function rangeOf({ range, from, to }: Chosen, now: Date): Range | undefined {
  const hour = instant(Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS);
  switch (range) {
    case 'this-month':
      return { from: monthStart(now, 0), to: hour };
    case 'last-month':
      return { from: monthStart(now, -1), to: monthStart(now, 0) };
    case '7-days':
      return { from: dayStart(now, -6), to: hour };
    case '30-days':
      return { from: dayStart(now, -29), to: hour };
    case 'own':
      return isDay(from) && isDay(to) && from <= to
        ? { from: `${from}T00:00:00Z`, to: dayStart(new Date(`${to}T00:00:00Z`), 1) }
        : undefined;
  }
}

/** The first and last day of a range: one's own dates begin with what was looked at before. */
export function daysOf(range: Range | undefined): { from: string; to: string } {
  const last = range && instant(Date.parse(range.to) - 1);
  return { from: range?.from.slice(0, 10) ?? '', to: last?.slice(0, 10) ?? '' };
}

/**
 * What it is compared with: as much time right before it. Months are compared with the month
 * before, up to the same day and hour.
 */
export function before(name: RangeName, { from, to }: Range): Range {
  const length = Date.parse(to) - Date.parse(from);
  if (name === 'this-month' || name === 'last-month') {
    const start = monthStart(new Date(from), -1);
    const end = name === 'last-month' ? Date.parse(from) : Date.parse(start) + length;
    return { from: start, to: instant(Math.min(end, Date.parse(from))) };
  }
  const days = Math.ceil(length / DAY_MS) * DAY_MS;
  return { from: instant(Date.parse(from) - days), to: instant(Date.parse(to) - days) };
}

/** The windows that a range is short enough for. */
export function windowsFor({ from, to }: Range): Window[] {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return WINDOWS.filter((window) => days <= DAYS_MAX[window]);
}

/** Where the windows of a range start: those without usage have no row. */
export function startsOf({ from, to }: Range, window: Window): string[] {
  const starts: string[] = [];
  for (let at = new Date(from); at.getTime() < Date.parse(to); at = next(at, window)) {
    starts.push(instant(at.getTime()));
  }
  return starts;
}

function next(at: Date, window: Window): Date {
  switch (window) {
    case 'hour':
      return new Date(at.getTime() + HOUR_MS);
    case 'day':
      return new Date(dayStart(at, 1));
    case 'month':
      return new Date(monthStart(at, 1));
  }
}

function monthStart(at: Date, months: number): string {
  return instant(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1));
}

function dayStart(at: Date, days: number): string {
  return instant(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + days));
}

/** As the API writes it, so that its rows are found by it. */
function instant(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function isDay(text: string): boolean {
  // While a year is typed it is one of long ago.
  return /^2\d{3}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
