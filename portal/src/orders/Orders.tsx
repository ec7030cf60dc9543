import { Anchor, Button, Select } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { Link } from 'react-router';
import { answer, api } from '../api/client';
import type { Order, Page as PageOf } from '../api/types';
import { PartnerName } from '../partners/PartnerName';
import { may, useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { count, dateTime, money } from '../shared/format';
import { useFilter, usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { shortId } from '../shared/ShortId';
import { texts } from '../texts';
import { OrderStatus } from './OrderStatus';
import { keptOf } from './returning';

const t = texts.orders;

const columns: Column<Order>[] = [
  {
    id: 'id',
    header: t.order,
    cell: (order) => (
      <Anchor
        component={Link}
        to={`/orders/${order.id}`}
        size="sm"
        fw={600}
        className={order.externalReferenceId ? 'wrap' : 'nowrap'}
      >
        {order.externalReferenceId ?? texts.states.number(shortId(order.id))}
      </Anchor>
    ),
  },
  { id: 'owner', header: t.owner, cell: (order) => <PartnerName id={order.ownerId} /> },
  { id: 'placedAt', nowrap: true, header: t.placedAt, cell: (order) => dateTime(order.placedAt) },
  {
    id: 'fulfillment',
    header: t.fulfillment,
    cell: (order) => (order.fulfillment ? t.fulfillments[order.fulfillment] : texts.states.none),
  },
  {
    id: 'issued',
    header: t.issued,
    align: 'right',
    nowrap: true,
    cell: ({ lines, ...order }) =>
      t.countOf(
        count(lines.reduce((sum, { issued }) => sum + issued, 0)),
        count(lines.reduce((sum, line) => sum + keptOf({ lines, ...order }, line), 0)),
      ),
  },
  {
    id: 'total',
    header: t.total,
    align: 'right',
    nowrap: true,
    cell: (order) => (order.total ? money(order.total) : texts.states.none),
  },
  {
    id: 'status',
    header: texts.fields.status,
    cell: (order) => <OrderStatus status={order.status} />,
  },
];

export default function Orders() {
  const me = useMe();
  const [status, setStatus] = useFilter('status');
  const list = usePages(['orders', 'list'], { status }, (at) =>
    answer<PageOf<Order>>(
      api.GET('/api/v1/orders', {
        params: { query: { ...(status === '' ? {} : { status: status as never }), ...at } },
      }),
    ),
  );
  const create = me.account.role === 'partner' && may(me, 'create_orders') && (
    <Button component={Link} to="/orders/new" leftSection={<PlusIcon />}>
      {t.create}
    </Button>
  );
  return (
    <Page title={t.title} hint={t.hint} actions={create}>
      <Select
        aria-label={texts.fields.status}
        placeholder={texts.partners.anyStatus}
        data={Object.entries(t.statuses).map(([value, label]) => ({ value, label }))}
        value={status || null}
        onChange={setStatus}
        clearable
        maw={200}
      />
      <DataTable
        label={t.title}
        list={list}
        columns={columns}
        rowId={(order) => order.id}
        minWidth={760}
        empty={
          status === '' ? (
            <Nothing title={t.empty} action={create} />
          ) : (
            <Nothing title={texts.lists.nothingFound} hint={texts.lists.nothingFoundHint} />
          )
        }
      />
    </Page>
  );
}
