import { Stack, Text } from '@mantine/core';
import { answer, api } from '../api/client';
import type { Page as PageOf, RejectedEvent } from '../api/types';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { dateTimeExact } from '../shared/format';
import { usePages } from '../shared/lists';
import { texts } from '../texts';
import { EventName, LicenseLink } from './EventCells';

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
  {
    id: 'event',
    header: t.event,
    cell: ({ eventId, type, source }) =>
      eventId === undefined ? (
        texts.states.none
      ) : (
        <EventName eventId={eventId} type={type} source={source} />
      ),
  },
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
export function RejectedEvents() {
  const list = usePages(['usage', 'rejected'], {}, (at) =>
    answer<PageOf<RejectedEvent>>(api.GET('/api/v1/rejected-events', { params: { query: at } })),
  );
  return (
    <Stack>
      <Text size="sm">{t.hint}</Text>
      <DataTable
        label={t.title}
        list={list}
        columns={columns}
        rowId={({ id }) => id}
        minWidth={860}
        empty={<Nothing title={t.empty} hint={t.emptyHint} />}
      />
    </Stack>
  );
}
