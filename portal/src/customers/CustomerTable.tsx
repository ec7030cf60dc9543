import { Anchor, Badge, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Customer } from '../api/types';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { Email } from '../shared/Email';
import { date } from '../shared/format';
import { usePages } from '../shared/lists';
import { texts } from '../texts';
import { PartnerName } from '../partners/PartnerName';
import { may, useMe } from '../session/session';
import { listCustomers } from './calls';
import type { ReactNode } from 'react';

const t = texts.customers;

/** Whose a customer is goes without saying for a reseller that nobody is below. */
function useColumns(): Column<Customer>[] {
  const me = useMe();
  return me.partner?.type !== 'reseller' || may(me, 'manage_partners')
    ? columns
    : columns.filter(({ id }) => id !== 'partner');
}

const columns: Column<Customer>[] = [
  {
    id: 'name',
    header: texts.fields.name,
    cell: (customer) => (
      <Anchor component={Link} to={`/customers/${customer.id}`} size="sm" fw={600} className="wrap">
        {customer.firstName} {customer.lastName}
      </Anchor>
    ),
  },
  { id: 'company', header: t.company, cell: (customer) => customer.company ?? texts.states.none },
  {
    id: 'email',
    header: texts.fields.email,
    cell: (customer) => (
      <Text size="sm">
        <Email address={customer.email} />
      </Text>
    ),
  },
  {
    id: 'partner',
    header: t.ownedBy,
    cell: (customer) => <PartnerName id={customer.partnerId} link />,
  },
  {
    id: 'createdAt',
    nowrap: true,
    header: texts.fields.createdAt,
    cell: (customer) => date(customer.createdAt),
  },
  {
    id: 'status',
    header: texts.fields.status,
    cell: (customer) =>
      customer.status === 'active' ? (
        <Badge color="green">{texts.states.active}</Badge>
      ) : (
        <Badge color="gray">{texts.states.inactive}</Badge>
      ),
  },
];

interface CustomerTableProps {
  q: string;
  partnerId?: string;
  /** What can be done while there is none. */
  action?: ReactNode;
  bare?: boolean;
}

export function CustomerTable({ q, partnerId, action, bare }: CustomerTableProps) {
  const filters = { q, partnerId };
  const list = usePages(['customers', 'list'], filters, (at) => listCustomers(filters, at));
  return (
    <DataTable
      label={t.title}
      list={list}
      bare={bare}
      columns={useColumns()}
      rowId={(customer) => customer.id}
      minWidth={760}
      empty={
        q === '' ? (
          <Nothing title={t.empty} hint={partnerId ? undefined : t.emptyHint} action={action} />
        ) : (
          <Nothing title={texts.lists.nothingFound} hint={texts.lists.nothingFoundHint} />
        )
      }
    />
  );
}
