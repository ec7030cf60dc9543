import { Table } from '@mantine/core';
import type { Money } from '../api/types';
import { money } from '../shared/format';
import { texts } from '../texts';
import type { Bill } from './bill';

const t = texts.orders;

interface BillRowsProps {
  bill: Bill;
  /** How many columns stand before the amounts, and one for them. */
  span: number;
  discount: string;
  /** What is not owed of the total. */
  credited?: Money;
}

/** At list prices, less the discount, the total; without a discount the total says it all. */
export function BillRows({ bill, span, discount, credited }: BillRowsProps) {
  return (
    <Table.Tfoot role="rowgroup">
      {bill.discount.amount !== 0 && (
        <>
          <Table.Tr role="row">
            <Table.Td role="cell" colSpan={span}>
              {t.listTotal}
            </Table.Td>
            <Table.Td role="cell" ta="right">
              {money(bill.list)}
            </Table.Td>
          </Table.Tr>
          <Table.Tr role="row">
            <Table.Td role="cell" colSpan={span}>
              {discount}
            </Table.Td>
            <Table.Td role="cell" ta="right">
              {money({ ...bill.discount, amount: -bill.discount.amount })}
            </Table.Td>
          </Table.Tr>
        </>
      )}
      <Table.Tr role="row">
        <Table.Th role="cell" colSpan={span}>
          {t.total}
        </Table.Th>
        <Table.Th role="cell" ta="right">
          {money(bill.total)}
        </Table.Th>
      </Table.Tr>
      {credited && credited.amount !== 0 && (
        <>
          <Table.Tr role="row">
            <Table.Td role="cell" colSpan={span}>
              {t.credit}
            </Table.Td>
            <Table.Td role="cell" ta="right">
              {money({ ...credited, amount: -credited.amount })}
            </Table.Td>
          </Table.Tr>
          <Table.Tr role="row">
            <Table.Th role="cell" colSpan={span}>
              {t.owed}
            </Table.Th>
            <Table.Th role="cell" ta="right">
              {money({ ...credited, amount: bill.total.amount - credited.amount })}
            </Table.Th>
          </Table.Tr>
        </>
      )}
    </Table.Tfoot>
  );
}
