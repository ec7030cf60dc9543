// Licenses as they are given on to whoever uses them: never with what the partner noted for itself.
import type { License } from '../api/types';
import { date } from '../shared/format';
import { texts } from '../texts';

const t = texts.licenses.forward;

export function keysOf(licenses: License[]): string {
  return licenses.map(({ key }) => key).join('\n');
}

/** To be sent in a message. */
export function asText(licenses: License[]): string {
  return licenses
    .map(({ productName, policyName, key, expiresAt, customerDetails }) =>
      [
        `${productName} · ${policyName}`,
        `${t.key}: ${key}`,
        `${t.expires}: ${expiresAt ? date(expiresAt) : t.never}`,
        ...(customerDetails ? [customerDetails] : []),
      ].join('\n'),
    )
    .join('\n\n')
    .concat('\n');
}

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function asCsv(licenses: License[]): string {
  const rows = licenses.map((license) => [
    license.productName,
    license.policyName,
    license.key,
    texts.licenses.classes[license.class],
    texts.licenses.types[license.type],
    license.customerName,
    license.customerEmail ?? '',
    license.expiresAt ?? '',
    license.customerDetails ?? '',
  ]);
  return `\uFEFF${[t.csv, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A spreadsheet computes what begins like a formula; an apostrophe makes it a text. */
export function cell(text: string): string {
  const tame = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
