import { Stack, Table, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Rate, RatingPreview } from '../api/types';
import { plain } from '../shared/amounts';
import { Decimal } from '../shared/Decimal';
import { money, price, quantity } from '../shared/format';
import { Refusal } from '../shared/QueryState';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import { ratingQuery } from './calls';
import { partName } from './parts';
import { quantityError } from './rates';

const t = texts.rating;

interface RateCalculatorProps {
  /** What is charged for: several can be on one page. */
  name: string;
  /** Absent as long as it is not complete. */
  rate: Rate | undefined;
}

/** What a quantity costs at this rate, and how that comes about. */
export function RateCalculator({ name, rate }: RateCalculatorProps) {
  const [typed, setTyped] = useState('');
  const error = typed.trim() === '' ? null : quantityError(typed);
  const asked = error === null && rate !== undefined ? plain(typed) : '';
  // A form makes its rate anew each time: as text it stays the same while nothing is typed.
  const [settled] = useDebouncedValue(asked === '' ? '' : JSON.stringify([rate, asked]), 300);
  const [settledRate, settledQuantity] = (
    settled === '' ? [undefined, ''] : JSON.parse(settled)
  ) as [Rate | undefined, string];
  const rated = useQuery({
    ...ratingQuery(settledRate, settledQuantity),
    placeholderData: keepPreviousData,
  });
  return (
    <Stack gap="xs">
      <Decimal
        label={t.tryOut(name)}
        description={t.tryOutHint}
        value={typed}
        error={error}
        maw={320}
        onChange={(event) => setTyped(event.currentTarget.value)}
        // Within a form of its own it would send that.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {typed.trim() !== '' && rate === undefined && (
        <Text size="sm" c="dimmed" role="status">
          {t.incomplete}
        </Text>
      )}
      {asked !== '' && rated.isError && <Refusal error={rated.error} />}
      {asked !== '' && rated.data !== undefined && <Rated name={name} preview={rated.data} />}
    </Stack>
  );
}

function Rated({ name, preview }: { name: string; preview: RatingPreview }) {
  const { amount, lines } = preview;
  const kinds = lines.map(({ kind }) => kind);
  return (
    <WideTable label={t.costOf(name)} minWidth={0} cards={false}>
      <Table.Tbody role="rowgroup">
        {lines.map((line, index) => (
          <Table.Tr key={index} role="row">
            <Table.Td role="cell">{partName(kinds, index)}</Table.Td>
            <Table.Td role="cell" ta="right">
              {t.product(quantity(line.quantity), price(line.unit, amount.currency))}
            </Table.Td>
            <Table.Td role="cell" ta="right" className="nowrap">
              {money(line.amount)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot role="rowgroup">
        <Table.Tr role="row">
          <Table.Th role="cell" colSpan={2}>
            {texts.orders.total}
          </Table.Th>
          <Table.Th role="cell" ta="right" className="nowrap">
            {money(amount)}
          </Table.Th>
        </Table.Tr>
      </Table.Tfoot>
    </WideTable>
  );
}
