import { Anchor, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Order } from '../api/types';
import { customerQuery } from '../customers/calls';
import { PartnerName } from '../partners/PartnerName';
import { useCatalogNames } from '../portfolio/catalogNames';
import { Facts, type Fact } from '../shared/Facts';
import { count, dateTime, money } from '../shared/format';
import { Section } from '../shared/Section';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import { BillRows } from './BillRows';
import { billOf, discountPercentOf, listAmount } from './bill';
import { keptOf } from './returning';
import { Returns } from './Returns';

const t = texts.orders;

/** What was ordered, and at what price. */
export function OrderLines({ order }: { order: Order }) {
  const names = useCatalogNames();
  const customer = useQuery({
    ...customerQuery(order.customerId ?? ''),
    enabled: order.customerId !== undefined,
    retry: false,
  });
  const bill = billOf(order.lines);
  const issued = order.fulfillment === 'on_demand' ? t.drawn : t.issued;
  const owner: Fact = [t.owner, <PartnerName key="owner" id={order.ownerId} />];
  const buyer: Fact = [
    texts.customers.customer,
    order.customerId && (
      <Anchor component={Link} to={`/customers/${order.customerId}`} size="sm">
        {customer.data
          ? `${customer.data.value.firstName} ${customer.data.value.lastName}`
          : texts.customers.customer}
      </Anchor>
    ),
  ];
  return (
    <Stack>
      <Section title={texts.partners.tabs.details}>
        <Facts
          facts={[
            [
              order.status === 'draft' ? texts.fields.createdAt : t.placedAt,
              dateTime(order.placedAt),
            ],
            // A license manager is not told whose it is, nor for whom.
            ...(bill ? [owner, buyer] : []),
            [t.fulfillment, order.fulfillment && t.fulfillments[order.fulfillment]],
          ]}
        />
      </Section>
      <Section title={t.lines}>
        <WideTable aria-busy={names.isPending} label={t.lines} minWidth={560}>
          <Table.Thead role="rowgroup">
            <Table.Tr role="row">
              <Table.Th role="columnheader">{texts.licenses.product}</Table.Th>
              <Table.Th role="columnheader">{t.policy}</Table.Th>
              <Table.Th role="columnheader" ta="right">
                {t.quantity}
              </Table.Th>
              <Table.Th role="columnheader" ta="right">
                {issued}
              </Table.Th>
              {bill && (
                <>
                  <Table.Th role="columnheader" ta="right">
                    {t.unitPrice}
                  </Table.Th>
                  <Table.Th role="columnheader" ta="right">
                    {t.amount}
                  </Table.Th>
                </>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody role="rowgroup">
            {order.lines.map((line) => (
              <Table.Tr key={line.id} role="row">
                <Table.Td role="cell" data-label={texts.licenses.product} className="wrap">
                  {names.product(line.productId) ?? texts.states.none}
                </Table.Td>
                <Table.Td role="cell" data-label={t.policy} className="wrap">
                  {names.policy(line.policyId) ?? texts.states.none}
                </Table.Td>
                <Table.Td role="cell" data-label={t.quantity} ta="right">
                  {count(line.quantity)}
                  {line.returned > 0 && (
                    <Text size="xs" c="dimmed">
                      {t.returnedOf(count(line.returned))}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td role="cell" data-label={issued} ta="right">
                  {line.failure ? (
                    <Text size="sm" c="red">
                      {texts.problems[line.failure] ?? texts.states.code(line.failure)}
                    </Text>
                  ) : (
                    t.countOf(count(line.issued), count(keptOf(order, line)))
                  )}
                </Table.Td>
                {bill && (
                  <>
                    <Table.Td role="cell" data-label={t.unitPrice} ta="right">
                      {money(line.unitPrice!)}
                    </Table.Td>
                    <Table.Td role="cell" data-label={t.amount} ta="right">
                      {money(listAmount(line)!)}
                    </Table.Td>
                  </>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
          {bill && (
            <BillRows bill={bill} span={5} discount={t.discountOf(discountPercentOf(order.lines))} credited={order.credited} />
          )}
        </WideTable>
      </Section>
      {order.returns && order.returns.length > 0 && (
        <Returns order={order} returns={order.returns} />
      )}
    </Stack>
  );
}
