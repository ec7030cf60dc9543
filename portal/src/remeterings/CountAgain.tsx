import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Meter, Remetering } from '../api/types';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { count, day } from '../shared/format';
import { FormDialog } from '../shared/FormDialog';
import { useSending } from '../shared/forms';
import { usePages } from '../shared/lists';
import { Section } from '../shared/Section';
import { required } from '../shared/validation';
import { texts } from '../texts';
import { isUnfinished, listRemeterings, previewRemetering } from './calls';
import { RemeteringProgress } from './RemeteringProgress';

const t = texts.remeterings;
const DAY = 24 * 60 * 60 * 1_000;

/** Counts the past of a meter again, and shows what was counted again before. */
export function CountAgain({ meter }: { meter: Meter }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const list = usePages(['remeterings'], {}, listRemeterings);
  const unfinished = list.query.data?.items.find(isUnfinished);
  const [watched, setWatched] = useState<string>();
  const shown = watched ?? (unfinished?.meterId === meter.id ? unfinished.id : undefined);
  const refused = whyNot(meter, unfinished);
  return (
    <Section title={t.title} hint={t.hint}>
      <Stack>
        {shown === undefined ? (
          <>
            <Button
              variant="default"
              w="fit-content"
              disabled={refused !== undefined}
              onClick={() => setAsking(true)}
            >
              {t.start}
            </Button>
            {refused && <Text size="sm">{refused}</Text>}
          </>
        ) : (
          <RemeteringProgress key={shown} id={shown} dismiss={() => setWatched(undefined)} />
        )}
        <DataTable
          label={t.earlier}
          list={list}
          columns={columns}
          rowId={({ id }) => id}
          minWidth={560}
          empty={<Nothing title={t.none} hint={t.noneHint} />}
        />
      </Stack>
      {asking && (
        <AskRange
          meter={meter}
          done={(started) => {
            setAsking(false);
            setWatched(started.id);
            void queries.invalidateQueries({ queryKey: ['remeterings'] });
          }}
          close={() => setAsking(false)}
        />
      )}
    </Section>
  );
}

/** Why the meter cannot be counted again now. */
export function whyNot(
  { aggregation, status }: Meter,
  unfinished: Remetering | undefined,
): string | undefined {
  if (!['sum', 'count', 'average'].includes(aggregation)) {
    return t.notOf;
  }
  if (status === 'archived') {
    return t.notArchived;
  }
  return unfinished && t.oneAtATime;
}

const columns: Column<Remetering>[] = [
  { id: 'meter', header: texts.meters.meter, cell: ({ meter }) => meter },
  {
    id: 'range',
    header: t.range,
    cell: ({ from, to }) => t.fromTo(day(dayOf(from)), day(dayOf(to, -1))),
  },
  { id: 'status', header: texts.fields.status, cell: ({ status }) => t.statuses[status] },
  {
    id: 'corrected',
    header: t.corrected,
    align: 'right',
    cell: ({ corrected }) => (corrected === undefined ? '' : count(corrected)),
  },
  {
    id: 'reason',
    header: t.reason,
    cell: ({ reason, failure }) => (
      <Text size="sm" className="wrap">
        {reason ?? failure ?? ''}
      </Text>
    ),
  },
];

interface AskRangeProps {
  meter: Meter;
  done: (started: Remetering) => void;
  close: () => void;
}

function AskRange({ meter, done, close }: AskRangeProps) {
  const today = new Date().toISOString().slice(0, 10);
  const form = useForm({
    initialValues: { from: today, to: today },
    validate: {
      from: required,
      to: (to, { from }) => required(to) ?? (to < from ? t.reversed : null),
    },
  });
  const sending = useSending(form, {
    send: ({ from, to }, headers) =>
      previewRemetering(meter.id, { from: `${from}T00:00:00Z`, to: end(to) }, headers),
    done,
  });
  return (
    <FormDialog
      title={t.startTitle(meter.displayName)}
      consequences={t.startHint}
      submit={t.preview}
      sending={sending}
      close={close}
    >
      <TextInput type="date" label={t.from} required max={today} {...form.getInputProps('from')} />
      <TextInput
        type="date"
        label={t.to}
        description={t.days}
        required
        max={today}
        {...form.getInputProps('to')}
      />
    </FormDialog>
  );
}

/** The end of the day, or now if it is not over. */
function end(lastDay: string): string {
  const over = Date.parse(`${lastDay}T00:00:00Z`) + DAY;
  return new Date(Math.min(over, Date.now())).toISOString();
}

/** The day of an instant, some milliseconds later. */
function dayOf(instant: string, later = 0): string {
  return new Date(Date.parse(instant) + later).toISOString().slice(0, 10);
}
