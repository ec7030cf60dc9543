// What somebody is about to send, read here first: what is wrong is seen before anything happens.
import Papa from 'papaparse';
import { texts } from '../texts';
import { columnsOf, type Kind } from './columns';

/** As many as the API takes. */
export const ROWS_MAX = 10_000;
/** Characters, about as many bytes as the API takes. */
export const TEXT_MAX = 4_000_000;
const QUANTITY_MAX = 100;
/** As many as are shown. */
const FAULTS_MAX = 20;

export type Cells = Record<string, string>;

/**
 * @param row from 1, as they are numbered everywhere; absent for what is wrong with all of them
 */
export interface Fault {
  row?: number;
  column?: string;
  message: string;
}

/** @param rows as they came, for JSON: those are sent */
export interface Draft {
  format: 'csv' | 'json';
  cells: Cells[];
  rows?: unknown[];
  faults: Fault[];
}

const t = texts.batches.faults;

/** JSON begins with a bracket; everything else is CSV. */
export function readDraft(text: string, kind: Kind): Draft {
  const plain = text.replace(/^\uFEFF/, '');
  if (plain.length > TEXT_MAX) {
    return { format: 'csv', cells: [], faults: [{ message: t.tooLong }] };
  }
  const draft = /^\s*[[{]/.test(plain) ? readJson(plain) : readCsv(plain, kind);
  if (draft.faults.length > 0) {
    return draft;
  }
  return { ...draft, faults: faultsIn(draft.cells, kind) };
}

function readJson(text: string): Draft {
  const none = { format: 'json' as const, cells: [] };
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { ...none, faults: [{ message: t.noJson }] };
  }
  const rows = Array.isArray(read) ? read : (read as { rows?: unknown }).rows;
  if (!Array.isArray(rows) || rows.some((row) => typeof row !== 'object' || row === null)) {
    return { ...none, faults: [{ message: t.noRows }] };
  }
  return { format: 'json', cells: rows.map(cellsOf), rows, faults: [] };
}

function cellsOf(row: object): Cells {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, String(value)]),
  );
}

function readCsv(text: string, kind: Kind): Draft {
  const first = text.split(/\r?\n/, 1)[0] ?? '';
  const { data, errors } = Papa.parse<string[]>(text, {
    delimiter: first.includes(';') && !first.includes(',') ? ';' : ',',
    skipEmptyLines: true,
  });
  const [header = [], ...lines] = data;
  const names = header.map((name) => name.trim());
  const faults: Fault[] = errors
    .filter(({ type }) => type === 'Quotes')
    .map(({ row }) => ({ row, message: t.quotes }));
  const known = columnsOf(kind).map(({ name }) => name);
  for (const name of names) {
    if (!known.includes(name)) {
      faults.push({ column: name, message: t.unknownColumn });
    } else if (names.indexOf(name) !== names.lastIndexOf(name)) {
      faults.push({ column: name, message: t.twice });
    }
  }
  for (const { name, required } of columnsOf(kind)) {
    if (required && !names.includes(name)) {
      faults.push({ column: name, message: t.missingColumn });
    }
  }
  lines.forEach((line, index) => {
    if (line.length > names.length) {
      faults.push({ row: index + 1, message: t.moreCells });
    }
  });
  const cells = lines.map((line) =>
    Object.fromEntries(
      names
        .map((name, at): [string, string] => [
          name,
          // A key may begin or end with a blank.
          name === 'key' ? (line[at] ?? '') : (line[at] ?? '').trim(),
        ])
        .filter(([, cell]) => cell !== ''),
    ),
  );
  return { format: 'csv', cells, faults: faults.slice(0, FAULTS_MAX) };
}

/** What the API refuses the whole for; what depends on the state of things it alone can say. */
function faultsIn(rows: Cells[], kind: Kind): Fault[] {
  if (rows.length === 0) {
    return [{ message: t.empty }];
  }
  if (rows.length > ROWS_MAX) {
    return [{ message: t.tooMany(ROWS_MAX) }];
  }
  const faults: Fault[] = [];
  const columns = columnsOf(kind);
  rows.forEach((cells, index) => {
    const row = index + 1;
    const known = new Set(columns.map(({ name }) => name));
    for (const name of Object.keys(cells)) {
      if (!known.has(name)) {
        faults.push({ row, column: name, message: t.unknownColumn });
      }
    }
    for (const { name, required } of columns) {
      const cell = cells[name];
      if (cell === undefined || cell.trim() === '') {
        if (required) {
          faults.push({ row, column: name, message: t.emptyCell });
        }
        continue;
      }
      const message = wrong(name, cell);
      if (message !== undefined) {
        faults.push({ row, column: name, message });
      }
    }
  });
  return faults.slice(0, FAULTS_MAX);
}

function wrong(column: string, cell: string): string | undefined {
  switch (column) {
    case 'quantity':
      return /^\d+$/.test(cell) && Number(cell) >= 1 && Number(cell) <= QUANTITY_MAX
        ? undefined
        : t.quantity(QUANTITY_MAX);
    case 'class':
      return oneOf(cell, ['primary', 'additional']);
    case 'type':
      return oneOf(cell, ['perpetual', 'subscription', 'trial', 'consumption']);
    case 'customerPaid':
      return oneOf(cell, ['true', 'false']);
    case 'customerPaidDate':
      return isDay(cell) ? undefined : t.day;
    case 'issuedAt':
    case 'expiresAt':
      return isDay(cell) || (/^\d{4}-\d\d-\d\dT/.test(cell) && !isNaN(Date.parse(cell)))
        ? undefined
        : t.time;
    case 'sha256':
      return /^[0-9a-f]{64}$/i.test(cell) ? undefined : t.sha256;
    default:
      return undefined;
  }
}

function oneOf(cell: string, words: string[]): string | undefined {
  return words.includes(cell.toLowerCase()) ? undefined : t.oneOf(words.join(', '));
}

function isDay(cell: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(cell) && !isNaN(Date.parse(cell));
}

/** Keys that are not what was hashed. Where the browser does not hash, the API says it. */
export async function hashFaults(rows: Cells[]): Promise<Fault[]> {
  if (globalThis.crypto?.subtle === undefined) {
    return [];
  }
  const faults: Fault[] = [];
  for (const [index, { key = '', sha256 = '' }] of rows.entries()) {
    if (faults.length < FAULTS_MAX && (await sha256Of(key)) !== sha256.toLowerCase()) {
      faults.push({ row: index + 1, column: 'sha256', message: t.otherHash });
    }
  }
  return faults;
}

async function sha256Of(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
