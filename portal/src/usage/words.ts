// How windows and changes are written. Windows are of UTC, whatever the reader's own time zone.
import { locale } from '../shared/format';
import type { Window } from './range';

const formats: Record<Window, Intl.DateTimeFormat> = {
  hour: new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  }),
  day: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
};

export function windowName(start: string, window: Window): string {
  return formats[window].format(new Date(start));
}

const signed = new Intl.NumberFormat(locale, {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

/** 0.5 is "+50%". */
export function changeName(change: number): string {
  return signed.format(change);
}

const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });

/** The days of a range; its end is not part of it. */
export function rangeName({ from, to }: { from: string; to: string }): string {
  return dates.formatRange(new Date(from), new Date(Date.parse(to) - 1));
}
