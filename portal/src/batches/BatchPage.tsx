import { Alert, Anchor, Button, Group, Progress, SegmentedControl, Stack, Text } from '@mantine/core';
import { DownloadIcon } from '@radix-ui/react-icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Batch, BatchRow } from '../api/types';
import { forgetLicenses } from '../licenses/calls';
import { CopyKey, CopyText } from '../licenses/LicenseKey';
import { PartnerName } from '../partners/PartnerName';
import { may, useMe } from '../session/session';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { Facts } from '../shared/Facts';
import { count, date, dateTime } from '../shared/format';
import { useFilter, usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { ShortId } from '../shared/ShortId';
import { texts } from '../texts';
import { BatchStatus } from './BatchStatus';
import { batchQuery, csvOf, forgetBatches, listRows, resumeBatch, stopBatch } from './calls';
import { RowStatus } from './RowStatus';

const t = texts.batches;

/** How far a batch is, and what became of its rows. */
export default function BatchPage() {
  const { id = '' } = useParams();
  const batch = useQuery(batchQuery(id));
  return (
    <Page
      title={batch.data ? t.titles[batch.data.kind] : t.batch}
      hint={<ShortId id={id} />}
      badge={batch.data && <BatchStatus batch={batch.data} />}
      above={[
        { to: '/licenses', label: texts.licenses.title },
        { to: '/license-batches', label: t.earlier },
      ]}
      actions={batch.data && <Actions batch={batch.data} />}
    >
      <QueryState query={batch}>{(found) => <State batch={found} />}</QueryState>
    </Page>
  );
}

function Actions({ batch }: { batch: Batch }) {
  const me = useMe();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'resume' | 'stop'>();
  const done = () => {
    setAsking(undefined);
    void forgetBatches(queries);
  };
  const issues = may(me, 'issue_licenses');
  const mine = me.partner?.id === batch.partnerId;
  const rest = batch.issued < batch.rows;
  return (
    <>
      <Button
        component="a"
        href={csvOf(batch.id)}
        download
        variant="default"
        leftSection={<DownloadIcon />}
      >
        {t.download}
      </Button>
      {issues && batch.status === 'running' && (
        <Button variant="default" onClick={() => setAsking('stop')}>
          {t.stop}
        </Button>
      )}
      {issues && mine && rest && batch.status !== 'running' && (
        <Button onClick={() => setAsking('resume')}>{t.resume}</Button>
      )}
      {asking === 'stop' && (
        <ConfirmDialog
          title={t.stopTitle}
          consequences={t.stopHint}
          submit={t.stop}
          send={(headers) => stopBatch(batch.id, headers)}
          done={done}
          close={() => setAsking(undefined)}
        />
      )}
      {asking === 'resume' && (
        <ConfirmDialog
          title={t.resumeTitle}
          consequences={t.resumeHint}
          submit={t.resume}
          send={(headers) => resumeBatch(batch.id, headers)}
          done={done}
          close={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function State({ batch }: { batch: Batch }) {
  const queries = useQueryClient();
  const running = batch.status === 'running';
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['license-batches', 'rows', batch.id] });
    if (!running) {
      void forgetLicenses(queries);
    }
  }, [batch.id, batch.done, running, queries]);
  return (
    <>
      <Section title={t.progress}>
        <Stack maw={640}>
          <Facts
            facts={[
              [t.startedAt, dateTime(batch.createdAt)],
              [t.partner, <PartnerName key="partner" id={batch.partnerId} />],
              [
                texts.orders.order,
                batch.orderId && (
                  <Anchor key="order" component={Link} to={`/orders/${batch.orderId}`} size="sm">
                    {t.toOrder}
                  </Anchor>
                ),
              ],
              [t.keptUntil, date(batch.keptUntil)],
            ]}
          />
          <div>
            <Progress.Root size="lg">
              <Progress.Section
                value={percent(batch.issued, batch.rows)}
                color="green"
                animated={running}
                aria-label={t.issued}
              />
              <Progress.Section
                value={percent(batch.failed, batch.rows)}
                color="orange"
                aria-label={t.failed}
              />
            </Progress.Root>
            <Text size="sm" mt={4} aria-live="polite">
              {t.of(count(batch.done), count(batch.rows), count(batch.issued), count(batch.failed))}
            </Text>
          </div>
          {running && (
            <Text size="sm" c="dimmed">
              {t.runningHint}
            </Text>
          )}
          {batch.status === 'stopped' && <Alert color="gray">{t.stoppedHint}</Alert>}
        </Stack>
      </Section>
      <Results batch={batch} />
    </>
  );
}

function percent(part: number, all: number): number {
  return all === 0 ? 0 : (100 * part) / all;
}

const columns: Column<BatchRow>[] = [
  { id: 'row', header: t.row, align: 'right', cell: ({ row }) => count(row) },
  { id: 'customer', header: texts.customers.customer, cell: ({ customer }) => customer },
  {
    id: 'product',
    header: texts.licenses.product,
    cell: ({ product, policy }) => (
      <>
        <Text size="sm">{product}</Text>
        <Text size="xs" c="dimmed">
          {policy}
        </Text>
      </>
    ),
  },
  {
    id: 'quantity',
    header: texts.orders.quantity,
    align: 'right',
    cell: ({ quantity }) => count(quantity),
  },
  { id: 'result', header: t.result, block: true, cell: (row) => <RowStatus row={row} /> },
  { id: 'keys', header: t.keys, block: true, cell: (row) => <Keys row={row} /> },
];

/** The first, and all of them on the clipboard. */
function Keys({ row }: { row: BatchRow }) {
  const [first] = row.keys;
  const [firstId] = row.licenseIds;
  if (first === undefined) {
    return null;
  }
  return (
    <Group gap={4} wrap="nowrap">
      <Anchor
        component={Link}
        to={`/licenses/${firstId}`}
        size="xs"
        ff="monospace"
        className="nowrap"
      >
        {first.length <= 29 ? first : `${first.slice(0, 4)}…${first.slice(-12)}`}
      </Anchor>
      {row.keys.length > 1 && (
        <Text size="xs" c="dimmed" className="nowrap">
          {t.more(row.keys.length - 1)}
        </Text>
      )}
      <CopyKey value={row.keys.join('\n')} label={t.copyRow(row.row)} />
    </Group>
  );
}

function Results({ batch }: { batch: Batch }) {
  const [status, setStatus] = useFilter('status');
  const chosen = (['issued', 'failed', 'pending'] as const).find((one) => one === status) ?? '';
  const list = usePages(['license-batches', 'rows', batch.id], { status: chosen }, (at) =>
    listRows(batch.id, chosen, at),
  );
  const keys = (list.query.data?.items ?? []).flatMap((row) => row.keys);
  return (
    <Section title={t.results}>
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t.results}
          data={[
            { value: '', label: texts.lists.all },
            { value: 'issued', label: t.rowStatuses.issued },
            { value: 'failed', label: t.rowStatuses.failed },
            { value: 'pending', label: t.rowStatuses.pending },
          ]}
          value={chosen}
          onChange={setStatus}
        />
        {keys.length > 0 && <CopyText value={keys.join('\n')} label={t.copyPage} />}
      </Group>
      <DataTable
        bare
        label={t.results}
        list={list}
        columns={columns}
        rowId={({ row }) => String(row)}
        minWidth={760}
        empty={<Nothing title={texts.lists.nothingFound} />}
      />
    </Section>
  );
}
