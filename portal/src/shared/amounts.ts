// Amounts as they are typed: decimals in text, never floating point.
import { texts } from '../texts';

const t = texts.validation;

/** `12,5` is typed where a comma is the point; the API knows `12.5`. */
export function plain(text: string): string {
  return text.trim().replace(',', '.');
}

/** What is wrong with an amount in major units; an empty one is none. */
export function amountError(text: string, currency: string): string | null {
  const digits = digitsOf(currency);
  const shape = digits === 0 ? /^\d{1,12}$/ : new RegExp(`^\\d{1,12}(\\.\\d{1,${digits}})?$`);
  return text.trim() === '' || shape.test(plain(text)) ? null : t.amount(digits);
}

/** "12.5" with two digits is 1250. */
export function minorUnits(text: string, digits: number): number {
  const [whole = '0', part = ''] = plain(text).split('.');
  return Number(whole + part.padEnd(digits, '0'));
}

export function digitsOf(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits ?? 2
  );
}
