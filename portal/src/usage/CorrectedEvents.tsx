import { Stack, Text } from '@mantine/core';
import type { Measured, UsageCorrection } from '../api/types';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { dateTimeExact, meterName, quantity } from '../shared/format';
import { usePages } from '../shared/lists';
import { texts } from '../texts';
import { listCorrections } from './corrections';
import { EventName, LicenseLink } from './EventCells';

const t = texts.usage.settled;

const columns: Column<UsageCorrection>[] = [
  {
    id: 'correctedAt',
    header: t.correctedAt,
    nowrap: true,
    cell: ({ correctedAt }) => dateTimeExact(correctedAt),
  },
  { id: 'license', header: t.license, cell: ({ licenseId }) => <LicenseLink id={licenseId} /> },
  {
    id: 'event',
    header: texts.usage.rejected.event,
    cell: ({ eventId, type, source }) => (
      <EventName eventId={eventId} type={type} source={source} />
    ),
  },
  { id: 'action', header: t.action, cell: ({ action }) => t.actions[action] },
  {
    id: 'quantities',
    header: t.quantities,
    cell: ({ before, after }) => (
      <Text size="sm" className="wrap">
        {said(before)} → {said(after)}
      </Text>
    ),
  },
  {
    id: 'reason',
    header: t.reason,
    cell: ({ reason }) => (
      <Text size="sm" className="wrap">
        {reason}
      </Text>
    ),
  },
];

/** Corrections of events that were counted, each with what counted before. */
export function CorrectedEvents() {
  const list = usePages(['usage', 'corrections'], {}, listCorrections);
  return (
    <Stack>
      <Text size="sm">{t.correctedHint}</Text>
      <DataTable
        label={t.tabs.corrected}
        list={list}
        columns={columns}
        rowId={({ id }) => id}
        minWidth={980}
        empty={<Nothing title={t.correctedEmpty} hint={t.correctedEmptyHint} />}
      />
    </Stack>
  );
}

function said(measured: Measured[]): string {
  return measured.length === 0
    ? t.nothing
    : measured
        .map(({ meter, value }) => `${meterName(meter)}: ${value ? quantity(value) : t.one}`)
        .join(', ');
}
