import { Badge, Table, Text } from '@mantine/core';
import type { Order, OrderReturn } from '../api/types';
import { useCatalogNames } from '../portfolio/catalogNames';
import { count, dateTime, money } from '../shared/format';
import { Section } from '../shared/Section';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';

const t = texts.orders;

const colors: Record<OrderReturn['status'], string> = {
  pending: 'blue',
  done: 'green',
  refused: 'red',
};

/** What was given back of the order, and what is on its way. */
export function Returns({ order, returns }: { order: Order; returns: OrderReturn[] }) {
  const names = useCatalogNames();
  const named = (lineId: string) => {
    const line = order.lines.find(({ id }) => id === lineId);
    return line === undefined ? '' : (names.policy(line.policyId) ?? texts.states.none);
  };
  return (
    <Section title={t.returns}>
      <WideTable label={t.returns} minWidth={560}>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {[t.asked, t.what, texts.fields.status, t.credit].map((header) => (
              <Table.Th key={header} role="columnheader">
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {returns.map((one) => (
            <Table.Tr key={one.id} role="row">
              <Table.Td role="cell" data-label={t.asked}>
                {dateTime(one.askedAt)}
              </Table.Td>
              <Table.Td role="cell" data-label={t.what} className="wrap">
                {one.kind === 'cancellation'
                  ? t.cancellation
                  : one.lines
                      .map(({ lineId, quantity }) => `${count(quantity)} × ${named(lineId)}`)
                      .join(', ')}
              </Table.Td>
              <Table.Td role="cell" data-label={texts.fields.status}>
                <Badge color={colors[one.status]}>{t.returnStatuses[one.status]}</Badge>
                {one.refusal && (
                  <Text size="sm">{texts.problems[one.refusal] ?? texts.states.code(one.refusal)}</Text>
                )}
              </Table.Td>
              <Table.Td role="cell" data-label={t.credit}>
                {one.credited ? money(one.credited) : texts.states.none}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  );
}
