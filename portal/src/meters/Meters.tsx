import { Anchor, Badge, Button, Code } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { Link } from 'react-router';
import type { Me, Meter } from '../api/types';
import { PartnerName } from '../partners/PartnerName';
import { may, useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { count } from '../shared/format';
import { usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { listMeters } from './calls';

const t = texts.meters;

/** Meters are the vendor's own: everybody below it reads them. */
export function managesMeters(me: Me): boolean {
  return me.partner?.type === 'vendor' && may(me, 'manage_meters');
}

/** An event can be tried by whom it could be reported by. */
export function reportsUsage(me: Me): boolean {
  return me.account.role === 'partner' && may(me, 'report_usage');
}

/** Among the meters of all vendors it matters whose each one is. */
function columnsOf(me: Me): Column<Meter>[] {
  return me.account.role === 'operator'
    ? [
        ...columns,
        {
          id: 'vendor',
          header: texts.partners.types.vendor,
          cell: ({ vendorId }) => <PartnerName id={vendorId} link />,
        },
      ]
    : columns;
}

const columns: Column<Meter>[] = [
  {
    id: 'name',
    header: texts.fields.name,
    cell: (meter) => (
      <Anchor component={Link} to={`/meters/${meter.id}`} size="sm" fw={600} className="wrap">
        {meter.displayName}
      </Anchor>
    ),
  },
  { id: 'code', header: t.code, cell: ({ code }) => <Code>{code}</Code> },
  { id: 'unit', header: t.unit, cell: ({ unit }) => unit ?? texts.states.none },
  { id: 'aggregation', header: t.aggregation, cell: (meter) => t.aggregations[meter.aggregation] },
  {
    id: 'groupBy',
    header: t.dimensions,
    cell: ({ groupBy }) => (groupBy.length === 0 ? texts.states.none : groupBy.join(', ')),
  },
  {
    id: 'position',
    header: t.position,
    align: 'right',
    cell: ({ position }) => (position === undefined ? texts.states.none : count(position)),
  },
  {
    id: 'status',
    header: texts.fields.status,
    cell: ({ status }) => <MeterStatus status={status} />,
  },
];

export function MeterStatus({ status }: Pick<Meter, 'status'>) {
  return <Badge color={status === 'active' ? 'green' : 'gray'}>{t.statuses[status]}</Badge>;
}

export default function Meters() {
  const me = useMe();
  const list = usePages(['meters', 'list'], {}, listMeters);
  const create = managesMeters(me) && (
    <Button component={Link} to="/meters/new" leftSection={<PlusIcon />}>
      {t.create}
    </Button>
  );
  return (
    <Page
      title={t.title}
      hint={t.hint}
      actions={
        <>
          {reportsUsage(me) && (
            <Button component={Link} to="/event-preview" variant="default">
              {t.preview.title}
            </Button>
          )}
          {create}
        </>
      }
    >
      <DataTable
        label={t.title}
        list={list}
        columns={columnsOf(me)}
        rowId={({ id }) => id}
        minWidth={820}
        empty={
          <Nothing
            title={t.empty}
            hint={managesMeters(me) ? t.emptyHint : undefined}
            action={create}
          />
        }
      />
    </Page>
  );
}
