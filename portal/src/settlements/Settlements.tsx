import { Anchor, Button, Group, SegmentedControl, Select } from '@mantine/core';
import { Link } from 'react-router';
import { answer, api } from '../api/client';
import type { Page as PageOf, SettlementSummary } from '../api/types';
import { PartnerName } from '../partners/PartnerName';
import { may, useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { count, dateTime, money } from '../shared/format';
import { useFilter, usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { shortId } from '../shared/ShortId';
import { texts } from '../texts';
import { SettlementStatus } from './SettlementStatus';

const t = texts.settlements;

const columns: Column<SettlementSummary>[] = [
  {
    id: 'id',
    header: t.settlement,
    cell: ({ id }) => (
      <Anchor component={Link} to={`/settlements/${id}`} size="sm" fw={600} className="nowrap">
        {texts.states.number(shortId(id))}
      </Anchor>
    ),
  },
  { id: 'payer', header: t.payer, cell: ({ payerId }) => <PartnerName id={payerId} /> },
  {
    id: 'createdAt',
    nowrap: true,
    header: t.checkedOutAt,
    cell: ({ createdAt }) => dateTime(createdAt),
  },
  {
    id: 'licenses',
    header: texts.licenses.title,
    align: 'right',
    cell: ({ licenses }) => count(licenses),
  },
  {
    id: 'total',
    header: texts.orders.total,
    align: 'right',
    nowrap: true,
    cell: ({ total }) => money(total),
  },
  {
    id: 'status',
    header: texts.fields.status,
    cell: ({ status }) => <SettlementStatus status={status} />,
  },
];

/** Of the reader and of those below it. */
export default function Settlements() {
  const me = useMe();
  const [status, setStatus] = useFilter('status');
  const [whose, setWhose] = useFilter('whose');
  const own = whose === 'mine' ? me.partner?.id : undefined;
  const list = usePages(['settlements', 'list'], { status, own }, (at) =>
    answer<PageOf<SettlementSummary>>(
      api.GET('/api/v1/settlements', {
        params: {
          query: {
            ...(status === '' ? {} : { status: status as SettlementSummary['status'] }),
            ...(own === undefined ? {} : { partnerId: own }),
            ...at,
          },
        },
      }),
    ),
  );
  const settle = me.account.role === 'partner' &&
    me.partner?.type !== 'vendor' &&
    may(me, 'issue_licenses') && (
      <Button component={Link} to="/settlements/new">
        {t.settle}
      </Button>
    );
  return (
    <Page title={t.title} hint={t.hint} actions={settle}>
      <Group align="flex-end">
        <Select
          aria-label={texts.fields.status}
          placeholder={texts.partners.anyStatus}
          data={Object.entries(t.statuses).map(([value, label]) => ({ value, label }))}
          value={status || null}
          onChange={setStatus}
          clearable
          maw={200}
        />
        {settle && may(me, 'manage_partners') && (
          <SegmentedControl
            aria-label={t.payer}
            data={[
              { value: '', label: t.all },
              { value: 'mine', label: t.mine },
            ]}
            value={whose}
            onChange={setWhose}
          />
        )}
      </Group>
      <DataTable
        label={t.title}
        list={list}
        columns={columns}
        rowId={({ id }) => id}
        minWidth={720}
        empty={
          status === '' && whose === '' ? (
            <Nothing title={t.empty} hint={t.emptyHint} action={settle} />
          ) : (
            <Nothing title={texts.lists.nothingFound} hint={texts.lists.nothingFoundHint} />
          )
        }
      />
    </Page>
  );
}
