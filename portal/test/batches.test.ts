import { describe, expect, it } from 'vitest';
import { columnsOf, sampleOf } from '../src/batches/columns';
import { hashFaults, readDraft, ROWS_MAX } from '../src/batches/draft';

const HEADER = 'customer,product,policy,quantity';
const faults = (text: string, kind: 'issue' | 'import' = 'issue') =>
  readDraft(text, kind).faults.map(({ row, column }) => [row, column]);

describe('what is about to be sent', () => {
  it('is read from CSV, also as spreadsheets write it', () => {
    expect(readDraft(`\uFEFF${HEADER}\r\na, cad ,"Year, two",2\r\n\r\n`, 'issue')).toEqual({
      format: 'csv',
      cells: [{ customer: 'a', product: 'cad', policy: 'Year, two', quantity: '2' }],
      faults: [],
    });
    expect(readDraft('customer;product;policy;quantity\na;b;c;1', 'issue').cells).toHaveLength(1);
  });

  it('is read from JSON, as a list or with its rows', () => {
    const rows = [{ customer: 'a', product: 'b', policy: 'c', quantity: 2, customerPaid: true }];
    const draft = readDraft(JSON.stringify(rows), 'issue');
    expect(draft).toMatchObject({ format: 'json', rows, faults: [] });
    expect(draft.cells[0]).toMatchObject({ quantity: '2', customerPaid: 'true' });
    expect(readDraft(JSON.stringify({ rows }), 'issue').faults).toEqual([]);
    expect(readDraft('[1]', 'issue').faults).toHaveLength(1);
    expect(readDraft('{"rows":7}', 'issue').faults).toHaveLength(1);
    expect(readDraft('[{', 'issue').faults).toHaveLength(1);
  });

  it('has the columns of its kind', () => {
    expect(faults('customer,colour\na,b')).toEqual([
      [undefined, 'colour'],
      [undefined, 'product'],
      [undefined, 'policy'],
      [undefined, 'quantity'],
    ]);
    expect(faults(`${HEADER},quantity\na,b,c,1,1`)).toContainEqual([undefined, 'quantity']);
    expect(faults(`${HEADER},key\na,b,c,1,k`)).toEqual([[undefined, 'key']]);
    expect(faults(`${HEADER}\na,b,c,1,x`)).toEqual([[1, undefined]]);
    expect(faults('[{"colour":"red","customer":"a","product":"b","policy":"c","quantity":1}]')).toEqual([
      [1, 'colour'],
    ]);
  });

  it('says which cells are wrong', () => {
    const all = `${HEADER},class,type,customerPaid,customerPaidDate`;
    expect(faults(`${all}\na,b,c,100,Primary,trial,TRUE,2026-01-31`)).toEqual([]);
    expect(faults(`${all}\n,b,c,0,first,rent,yes,31.1.2026`)).toEqual([
      [1, 'customer'],
      [1, 'quantity'],
      [1, 'class'],
      [1, 'type'],
      [1, 'customerPaid'],
      [1, 'customerPaidDate'],
    ]);
    expect(faults(`${HEADER}\na,b,c,101`)).toEqual([[1, 'quantity']]);
    expect(faults(`${HEADER}\n${'a,b,c,x\n'.repeat(40)}`)).toHaveLength(20);
  });

  it('has rows, and not more than there may be', () => {
    expect(faults(HEADER)).toHaveLength(1);
    expect(faults(`${HEADER}\n${'a,b,c,1\n'.repeat(ROWS_MAX)}`)).toEqual([]);
    expect(faults(`${HEADER}\n${'a,b,c,1\n'.repeat(ROWS_MAX + 1)}`)).toHaveLength(1);
    expect(readDraft('x'.repeat(4_000_001), 'issue').faults).toHaveLength(1);
  });

  it('is what its own sample says', async () => {
    expect(readDraft(sampleOf('issue'), 'issue').faults).toEqual([]);
    const draft = readDraft(sampleOf('import'), 'import');
    expect(draft.faults).toEqual([]);
    expect(await hashFaults(draft.cells)).toEqual([]);
    expect(columnsOf('import').map(({ name }) => name)).not.toContain('quantity');
  });

  it('names the keys that are not what was hashed', async () => {
    const [row] = readDraft(sampleOf('import'), 'import').cells;
    expect(await hashFaults([row!, { ...row, key: 'OTHER' }])).toMatchObject([
      { row: 2, column: 'sha256' },
    ]);
    expect(faults('[{"key":"k","sha256":"ab"}]', 'import')).toContainEqual([1, 'sha256']);
  });
});
