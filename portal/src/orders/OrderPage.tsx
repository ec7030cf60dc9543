import { Alert, Anchor, Badge, Stack, Table, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { Order } from '../api/types';
import { customerQuery } from '../customers/calls';
import { PartnerName } from '../partners/PartnerName';
import { Facts, type Fact } from '../shared/Facts';
import { count, date, dateTime, money } from '../shared/format';
import { Page } from '../shared/Page';
import { Blank } from '../shared/DataTable';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { ShortId } from '../shared/ShortId';
import { texts } from '../texts';
import { BillRows } from './BillRows';
import { billOf, listAmount } from './bill';
import { orderQuery } from './calls';
import { OrderStatus } from './OrderStatus';
import { useCatalogNames } from '../portfolio/catalogNames';
import { WideTable } from '../shared/WideTable';

const t = texts.orders;
const above = [{ to: '/orders', label: t.title }];

export default function OrderPage() {
  const { id = '' } = useParams();
  const order = useQuery(orderQuery(id));
  if (order.data === undefined) {
    return (
      <Page title={t.order} above={above}>
        <QueryState query={order}>{() => null}</QueryState>
      </Page>
    );
  }
  return <Loaded order={order.data} />;
}

function Loaded({ order }: { order: Order }) {
  return (
    <Page
      title={order.externalReferenceId ?? t.orderOf(date(order.placedAt))}
      hint={<ShortId id={order.id} />}
      above={above}
      badge={<OrderStatus status={order.status} />}
    >
      {order.failure && (
        <Alert color="red" title={t.failed}>
          {texts.problems[order.failure] ?? texts.states.code(order.failure)}
        </Alert>
      )}
      <Tabs defaultValue="lines" keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="lines">{t.order}</Tabs.Tab>
          <Tabs.Tab value="managers">{t.managers}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="lines">
          <Lines order={order} />
        </Tabs.Panel>
        <Tabs.Panel value="managers">
          <Managers order={order} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Lines({ order }: { order: Order }) {
  const names = useCatalogNames();
  const customer = useQuery({
    ...customerQuery(order.customerId ?? ''),
    enabled: order.customerId !== undefined,
    retry: false,
  });
  const bill = billOf(order.lines);
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
            [t.placedAt, dateTime(order.placedAt)],
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
          {bill && <BillRows bill={bill} span={4} discount={t.discountOf} />}
        </WideTable>
      </Section>
    </Stack>
  );
}

/** Who may issue in this order, and what. */
function Managers({ order }: { order: Order }) {
  const names = useCatalogNames();
  const managers = order.licenseManagers ?? [];
  return (
    <Section title={t.managers} hint={t.managersHint}>
      {managers.length === 0 ? (
        <Blank title={t.noManagers} />
      ) : (
        <WideTable aria-busy={names.isPending} label={t.managers} minWidth={480}>
          <Table.Thead role="rowgroup">
            <Table.Tr role="row">
              <Table.Th role="columnheader">{texts.partners.partner}</Table.Th>
              <Table.Th role="columnheader">{t.mayIssue}</Table.Th>
              <Table.Th role="columnheader">{texts.fields.status}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody role="rowgroup">
            {managers.map((manager) => (
              <Table.Tr key={manager.partnerId} role="row">
                <Table.Td role="cell" data-label={texts.partners.partner} className="wrap">
                  <PartnerName id={manager.partnerId ?? ''} />
                </Table.Td>
                <Table.Td role="cell" data-label={t.mayIssue} className="wrap">
                  <div>
                    {(manager.grants ?? []).map((grant) => (
                      <div key={grant.productId}>
                        {names.product(grant.productId ?? '') ?? texts.states.none}
                        {grant.licensesMax !== undefined &&
                          ` · ${t.atMost(count(grant.licensesMax))}`}
                      </div>
                    ))}
                  </div>
                </Table.Td>
                <Table.Td role="cell" data-label={texts.fields.status}>
                  <Badge color={manager.status === 'active' ? 'green' : 'blue'}>
                    {manager.status === 'active' ? texts.states.active : t.statuses.pending}
                  </Badge>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </Section>
  );
}
