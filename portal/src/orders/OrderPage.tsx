import { Alert, Anchor, Badge, Table, Tabs } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { Order } from '../api/types';
import { customerQuery } from '../customers/calls';
import { partnerQuery } from '../partners/calls';
import { Facts } from '../shared/Facts';
import { count, dateTime, money } from '../shared/format';
import { Page } from '../shared/Page';
import { Nothing } from '../shared/DataTable';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { orderQuery } from './calls';
import { OrderStatus } from './OrderStatus';
import { useCatalogNames } from '../portfolio/catalogNames';

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
      title={order.externalReferenceId ?? t.order}
      hint={order.id}
      above={above}
      badge={<OrderStatus status={order.status} />}
    >
      {order.failure && (
        <Alert color="red" title={t.failed}>
          {order.failure}
        </Alert>
      )}
      <Tabs defaultValue="lines" keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="lines">{t.lines}</Tabs.Tab>
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
  const owner = useQuery({ ...partnerQuery(order.ownerId), retry: false });
  return (
    <Section title={t.lines}>
      <Facts
        facts={[
          [t.placedAt, dateTime(order.placedAt)],
          [t.owner, owner.data?.value.name ?? order.ownerId],
          [
            texts.customers.customer,
            order.customerId && (
              <Anchor component={Link} to={`/customers/${order.customerId}`} size="sm">
                {customer.data
                  ? `${customer.data.value.firstName} ${customer.data.value.lastName}`
                  : order.customerId}
              </Anchor>
            ),
          ],
          [t.fulfillment, order.fulfillment && t.fulfillments[order.fulfillment]],
        ]}
      />
      <Table.ScrollContainer minWidth={560}>
        <Table aria-label={t.lines}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.licenses.product}</Table.Th>
              <Table.Th>{t.policy}</Table.Th>
              <Table.Th ta="right">{t.quantity}</Table.Th>
              <Table.Th ta="right">{t.unitPrice}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {order.lines.map((line) => (
              <Table.Tr key={line.id}>
                <Table.Td className="wrap">{names.product(line.productId)}</Table.Td>
                <Table.Td className="wrap">{names.policy(line.policyId)}</Table.Td>
                <Table.Td ta="right">{count(line.quantity)}</Table.Td>
                <Table.Td ta="right">
                  {line.unitPrice ? money(line.unitPrice) : texts.states.none}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th colSpan={3}>{t.total}</Table.Th>
              <Table.Th ta="right">{money(order.total)}</Table.Th>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

/** Who may issue in this order, and what. */
function Managers({ order }: { order: Order }) {
  const names = useCatalogNames();
  const managers = order.licenseManagers ?? [];
  const partners = useQueries({
    queries: managers.map(({ partnerId }) => ({ ...partnerQuery(partnerId ?? ''), retry: false })),
  });
  return (
    <Section title={t.managers} hint={t.managersHint}>
      {managers.length === 0 ? (
        <Nothing title={t.noManagers} />
      ) : (
        <Table.ScrollContainer minWidth={480}>
          <Table aria-label={t.managers}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.partners.partner}</Table.Th>
                <Table.Th>{t.mayIssue}</Table.Th>
                <Table.Th>{texts.fields.status}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {managers.map((manager, index) => (
                <Table.Tr key={manager.partnerId}>
                  <Table.Td className="wrap">
                    {partners[index]?.data?.value.name ?? manager.partnerId}
                  </Table.Td>
                  <Table.Td className="wrap">
                    {(manager.grants ?? []).map((grant) => (
                      <div key={grant.productId}>
                        {names.product(grant.productId ?? '')}
                        {grant.licensesMax !== undefined &&
                          ` · ${t.atMost(count(grant.licensesMax))}`}
                      </div>
                    ))}
                  </Table.Td>
                  <Table.Td>
                    <Badge color={manager.status === 'active' ? 'green' : 'blue'}>
                      {manager.status === 'active' ? texts.states.active : t.statuses.pending}
                    </Badge>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}
