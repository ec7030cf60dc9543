// A table as a CSV file that spreadsheets open: RFC 4180, quoted where it must be.

/** Text, or a number as a decimal string: numbers stay numbers. */
export type Cell = string | { number: string } | undefined;

/** A cell that begins with one of these is a formula to a spreadsheet. */
const FORMULA = /^[=+\-@\t\r]/;

/** For Excel, which reads UTF-8 only when this mark says so. */
const BYTE_ORDER_MARK = '\uFEFF';

export function csvOf(rows: Cell[][]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: Cell): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value !== 'string') {
    return value.number;
  }
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
