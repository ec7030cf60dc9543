import { Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answer, api } from '../api/client';
import type { Page as PageOf, RejectedEvent } from '../api/types';
import { licenseQuery } from '../licenses/calls';
import { licenseName } from '../licenses/LicenseKey';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { dateTimeExact } from '../shared/format';
import { usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { shortId } from '../shared/ShortId';
import { texts } from '../texts';

const t = texts.usage.rejected;

const columns: Column<RejectedEvent>[] = [
  {
    id: 'receivedAt',
    header: t.receivedAt,
    nowrap: true,
    cell: ({ receivedAt }) => dateTimeExact(receivedAt),
  },
  {
    id: 'license',
    header: texts.settlements.license,
    cell: ({ licenseId }) =>
      licenseId === undefined ? texts.states.none : <LicenseLink id={licenseId} />,
  },
  { id: 'event', header: t.event, cell: (event) => <Event event={event} /> },
  {
    id: 'time',
    header: t.happenedAt,
    nowrap: true,
    cell: ({ time }) =>
      time === undefined || Number.isNaN(Date.parse(time)) ? texts.states.none : dateTimeExact(time),
  },
  {
    id: 'reason',
    header: t.reason,
    cell: ({ code }) => t.reasons[code] ?? texts.states.code(code),
  },
];

/** Accepted events that were not counted in the end, and why. */
export default function RejectedEvents() {
  const list = usePages(['usage', 'rejected'], {}, (at) =>
    answer<PageOf<RejectedEvent>>(api.GET('/api/v1/rejected-events', { params: { query: at } })),
  );
  return (
    <Page title={t.title} hint={t.hint} above={[{ to: '/usage', label: texts.usage.title }]}>
      <DataTable
        label={t.title}
        list={list}
        columns={columns}
        rowId={({ id }) => id}
        minWidth={860}
        empty={<Nothing title={t.empty} hint={t.emptyHint} />}
      />
    </Page>
  );
}

/** As its sender named it. */
function Event({ event: { eventId, type, source } }: { event: RejectedEvent }) {
  if (eventId === undefined) {
    return texts.states.none;
  }
  return (
    <Stack gap={0}>
      <Text size="sm" className="wrap">
        {eventId}
      </Text>
      {type && (
        <Text size="xs" c="dimmed" className="wrap">
          {type}
        </Text>
      )}
      {source && (
        <Text size="xs" c="dimmed" className="wrap">
          {t.source(source)}
        </Text>
      )}
    </Stack>
  );
}

function LicenseLink({ id }: { id: string }) {
  const license = useQuery({ ...licenseQuery(id), retry: false, staleTime: 60_000 });
  return (
    <Anchor component={Link} to={`/licenses/${id}`} size="sm" className="wrap">
      {license.data ? licenseName(license.data.value) : texts.states.number(shortId(id))}
    </Anchor>
  );
}
