// How values are written for people: in the reader's own language and time zone.
import type { Money } from '../api/types';

export const locale = typeof navigator === 'undefined' ? 'en' : navigator.language;

const localDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const precise = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });

export function date(instant: string): string {
  return localDay.format(new Date(instant));
}

const utcDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });

/** "2026-11-30" as the reader writes it, wherever he is. */
export function day(isoDay: string): string {
  return utcDay.format(new Date(`${isoDay}T00:00:00Z`));
}

export function dateTime(instant: string): string {
  return moment.format(new Date(instant));
}

export function dateTimeExact(instant: string): string {
  return precise.format(new Date(instant));
}

/** Amounts are in the currency's smallest unit; no floating point beyond what is shown. */
export function money({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(decimal(amount, digits) as unknown as number);
}

/** 104900 with two digits is "1049.00". */
export function decimal(amount: number, digits: number): string {
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const point = text.length - digits;
  const unsigned = digits === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`;
  return amount < 0 ? `-${unsigned}` : unsigned;
}

/** Quantities are decimal strings; formatted as such, every digit is kept. */
export function quantity(text: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(
    text as unknown as number,
  );
}

export function count(number: number): string {
  return new Intl.NumberFormat(locale).format(number);
}

/** A price of any number of decimals, in major units: `0.015`. */
export function price(amount: string, currency: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    maximumFractionDigits: 12,
  }).format(amount as unknown as number);
}

/**
 * The name that the vendor gave the meter. Without one the API answers its code: of
 * `whatsapp_messages` people read "Whatsapp messages".
 */
export function meterName(code: string, displayName?: string): string {
  if (displayName !== undefined && displayName !== code) {
    return displayName;
  }
  const words = code.replaceAll(/[_-]+/g, ' ').trim();
  return words === '' ? code : words.charAt(0).toUpperCase() + words.slice(1);
}

/** A quantity and what it is a number of: "1,200 messages". */
export function measured(amount: string, unit?: string): string {
  return unit === undefined ? quantity(amount) : `${quantity(amount)} ${unit}`;
}

/** The end of a chosen day, as the API takes an end date. */
export function endOfDay(isoDay: string): string | undefined {
  return isoDay === '' ? undefined : new Date(`${isoDay}T23:59:59`).toISOString();
}

export function startOfDay(isoDay: string): string | undefined {
  return isoDay === '' ? undefined : new Date(`${isoDay}T00:00:00`).toISOString();
}

/** The local day of an instant, for a date input. */
export function isoDay(instant: string | null | undefined): string {
  if (instant == null) {
    return '';
  }
  const local = new Date(instant);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
}

const calendarMonth = new Intl.DateTimeFormat(locale, {
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "2026-11" as the reader writes it. */
export function month(period: string): string {
  return calendarMonth.format(new Date(`${period}-01T00:00:00Z`));
}

/** The running month, as the API names a period. */
export function thisPeriod(): string {
  return new Date().toISOString().slice(0, 7);
}
