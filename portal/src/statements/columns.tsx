import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { Statement } from '../api/types';
import type { Column } from '../shared/DataTable';
import { dateTime, money, month } from '../shared/format';
import { texts } from '../texts';
import { StatementStatus } from './StatementStatus';

const t = texts.statements;

function link(id: string, text: string) {
  return (
    <Anchor component={Link} to={`/statements/${id}`} size="sm" fw={600} className="wrap">
      {text}
    </Anchor>
  );
}

const amounts: Column<Statement>[] = [
  {
    id: 'status',
    header: texts.fields.status,
    cell: ({ status }) => <StatementStatus status={status} />,
  },
  {
    id: 'total',
    header: texts.orders.total,
    align: 'right',
    nowrap: true,
    cell: ({ total }) => money(total),
  },
  {
    id: 'otherTotals',
    header: t.otherTotals,
    align: 'right',
    nowrap: true,
    cell: ({ otherTotals = [] }) =>
      otherTotals.length === 0 ? texts.states.none : otherTotals.map(money).join(', '),
  },
];

/** Of one payer: a row for each month. */
export const ownColumns: Column<Statement>[] = [
  { id: 'period', header: t.month, cell: ({ id, period }) => link(id, month(period)) },
  { id: 'payee', header: t.payee, cell: ({ payeeName }) => payeeName },
  {
    id: 'closedAt',
    header: t.closedAt,
    nowrap: true,
    cell: ({ closedAt }) => (closedAt ? dateTime(closedAt) : texts.states.none),
  },
  ...amounts,
];

/** Of one month: a row for each payer. */
export const owedColumns: Column<Statement>[] = [
  { id: 'payer', header: t.payer, cell: ({ id, payerName }) => link(id, payerName) },
  { id: 'payee', header: t.payee, cell: ({ payeeName }) => payeeName },
  ...amounts,
];
