import { Alert, Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import type { Order } from '../api/types';
import { LicensesOf } from '../licenses/LicenseTable';
import { mayDrawFrom } from '../licenses/newLicense';
import { may, useMe } from '../session/session';
import { date } from '../shared/format';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { ShortId } from '../shared/ShortId';
import { texts } from '../texts';
import { isBeingIssued, orderQuery, pendingReturn } from './calls';
import { OrderActions } from './OrderActions';
import { OrderLines } from './OrderLines';
import { OrderManagers } from './OrderManagers';
import { OrderProgress } from './OrderProgress';
import { OrderStatus } from './OrderStatus';

const t = texts.orders;
const above = [{ to: '/orders', label: t.title }];
const tabs = ['lines', 'licenses', 'managers'] as const;

export default function OrderPage() {
  const { id = '' } = useParams();
  const order = useQuery(orderQuery(id));
  if (order.data === undefined) {
    return (
      <Page title={t.order} above={above}>
        <QueryState query={order} asked={{ action: 'see', resource: id }}>
          {() => null}
        </QueryState>
      </Page>
    );
  }
  return <Loaded key={id} order={order.data} />;
}

function Loaded({ order }: { order: Order }) {
  const me = useMe();
  const { tab } = useParams();
  const navigate = useNavigate();
  const current = tabs.find((one) => one === tab) ?? 'lines';
  return (
    <Page
      title={order.externalReferenceId ?? t.orderOf(date(order.placedAt))}
      hint={<ShortId id={order.id} />}
      above={above}
      badge={<OrderStatus status={order.status} />}
      actions={
        <>
          {may(me, 'issue_licenses') && mayDrawFrom(order, me) && (
            <>
              <Button
                component={Link}
                to={`/license-batches/new?orderId=${order.id}`}
                variant="default"
              >
                {texts.batches.title}
              </Button>
              <Button component={Link} to={`/licenses/new?orderId=${order.id}`}>
                {texts.licenses.create.title}
              </Button>
            </>
          )}
          <OrderActions order={order} />
        </>
      }
    >
      {order.failure && (
        <Alert color="red" title={t.failed}>
          {texts.problems[order.failure] ?? texts.states.code(order.failure)}
        </Alert>
      )}
      {order.status === 'draft' && <Alert color="blue">{t.draftHint}</Alert>}
      {pendingReturn(order) && (
        <Alert color="blue" role="status">
          {t.returnPending}
        </Alert>
      )}
      {isBeingIssued(order) && <OrderProgress order={order} />}
      <Tabs
        value={current}
        onChange={(next) => void navigate(`/orders/${order.id}/${next}`, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="lg" className="tabs">
          <Tabs.Tab value="lines">{t.lines}</Tabs.Tab>
          <Tabs.Tab value="licenses">{texts.licenses.title}</Tabs.Tab>
          <Tabs.Tab value="managers">{t.managers}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="lines">
          <OrderLines order={order} />
        </Tabs.Panel>
        <Tabs.Panel value="licenses">
          <Section title={texts.licenses.title} hint={t.licensesHint}>
            {/* Read anew when they are all there. */}
            <LicensesOf
              key={order.status}
              filters={{ orderId: order.id }}
              columns={['customer', 'key', 'type', 'expiresAt']}
            />
          </Section>
        </Tabs.Panel>
        <Tabs.Panel value="managers">
          <OrderManagers order={order} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
