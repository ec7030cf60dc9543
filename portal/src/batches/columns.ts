// The columns of a batch, as the API has them.
import type { Batch } from '../api/types';
import { texts } from '../texts';

export type Kind = Batch['kind'];

export interface BatchColumn {
  name: string;
  required: boolean;
  hint: string;
}

const t = texts.batches.columns;

const NAMES: BatchColumn[] = [
  { name: 'customer', required: true, hint: t.customer },
  { name: 'product', required: true, hint: t.product },
  { name: 'policy', required: true, hint: t.policy },
];

const COLUMNS: Record<Kind, BatchColumn[]> = {
  issue: [
    ...NAMES,
    { name: 'quantity', required: true, hint: t.quantity },
    { name: 'class', required: false, hint: t.class },
    { name: 'type', required: false, hint: t.type },
    { name: 'resellerNotes', required: false, hint: t.resellerNotes },
    { name: 'customerDetails', required: false, hint: t.customerDetails },
    { name: 'customerPaid', required: false, hint: t.customerPaid },
    { name: 'customerPaidDate', required: false, hint: t.customerPaidDate },
  ],
  import: [
    { name: 'key', required: true, hint: t.key },
    { name: 'sha256', required: true, hint: t.sha256 },
    ...NAMES,
    { name: 'issuedAt', required: true, hint: t.issuedAt },
    { name: 'expiresAt', required: false, hint: t.expiresAt },
  ],
};

export function columnsOf(kind: Kind): BatchColumn[] {
  return COLUMNS[kind];
}

const SAMPLE_ROWS: Record<Kind, string[][]> = {
  issue: [
    ['ada@example.com', 'cad', 'Year', '2', 'primary', '', 'PO 4711', 'Order 17', 'true', '2026-01-31'],
    ['grace@example.com', 'cad', 'Year', '1', '', 'trial', '', '', '', ''],
  ],
  import: [
    [
      'OLD-1234-ABCD',
      '1af9251c66d41022a4540a62010083e8e13f4836e3a80a69122d9884636f9071',
      'ada@example.com',
      'cad',
      'Year',
      '2024-01-31T00:00:00Z',
      '2027-01-31T00:00:00Z',
    ],
  ],
};

/** A file to begin with: every column, and rows that show what may stand in them. */
export function sampleOf(kind: Kind): string {
  const header = columnsOf(kind).map(({ name }) => name);
  return `${[header, ...SAMPLE_ROWS[kind]].map((row) => row.join(',')).join('\r\n')}\r\n`;
}
