import { Anchor, Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Batch } from '../api/types';
import { PartnerName } from '../partners/PartnerName';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { count, dateTime } from '../shared/format';
import { usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { shortId } from '../shared/ShortId';
import { texts } from '../texts';
import { BatchStatus } from './BatchStatus';
import { listBatches } from './calls';

const t = texts.batches;

const columns: Column<Batch>[] = [
  {
    id: 'id',
    header: t.batch,
    cell: ({ id }) => (
      <Anchor component={Link} to={`/license-batches/${id}`} size="sm" fw={600} className="nowrap">
        {texts.states.number(shortId(id))}
      </Anchor>
    ),
  },
  {
    id: 'createdAt',
    header: t.startedAt,
    nowrap: true,
    cell: ({ createdAt }) => dateTime(createdAt),
  },
  { id: 'kind', header: t.kind, cell: ({ kind }) => t.kinds[kind] },
  {
    id: 'partner',
    header: t.partner,
    cell: ({ partnerId }) => <PartnerName id={partnerId} />,
  },
  { id: 'rows', header: t.rows, align: 'right', cell: ({ rows }) => count(rows) },
  { id: 'issued', header: t.issued, align: 'right', cell: ({ issued }) => count(issued) },
  { id: 'failed', header: t.failed, align: 'right', cell: ({ failed }) => count(failed) },
  {
    id: 'status',
    header: texts.fields.status,
    cell: (batch) => <BatchStatus batch={batch} />,
  },
];

/** Of the reader and of those below it, as long as they are kept. */
export default function Batches() {
  const list = usePages(['license-batches', 'list'], {}, listBatches);
  const start = (
    <Button component={Link} to="/license-batches/new">
      {t.title}
    </Button>
  );
  return (
    <Page
      title={t.earlier}
      hint={t.earlierHint}
      above={[{ to: '/licenses', label: texts.licenses.title }]}
      actions={start}
    >
      <DataTable
        label={t.earlier}
        list={list}
        columns={columns}
        rowId={({ id }) => id}
        minWidth={820}
        empty={<Nothing title={t.none} hint={t.noneHint} action={start} />}
      />
    </Page>
  );
}
