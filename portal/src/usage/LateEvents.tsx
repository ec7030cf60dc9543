import { Button, Group, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { LateEvent } from '../api/types';
import { useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { FormDialog } from '../shared/FormDialog';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { dateTimeExact } from '../shared/format';
import { usePages } from '../shared/lists';
import { required } from '../shared/validation';
import { texts } from '../texts';
import {
  acceptFor,
  wholeDays,
  forgetUsage,
  listLateEvents,
  mayCorrect,
  takeIn,
  usageSettingsQuery,
} from './corrections';
import { EventName, LicenseLink } from './EventCells';

const t = texts.usage.settled;

const columns: Column<LateEvent>[] = [
  {
    id: 'receivedAt',
    header: texts.usage.rejected.receivedAt,
    nowrap: true,
    cell: ({ receivedAt }) => dateTimeExact(receivedAt),
  },
  {
    id: 'license',
    header: t.license,
    cell: ({ licenseId }) => <LicenseLink id={licenseId} />,
  },
  {
    id: 'event',
    header: texts.usage.rejected.event,
    cell: ({ eventId, type, source }) => (
      <EventName eventId={eventId} type={type} source={source} />
    ),
  },
  {
    id: 'time',
    header: texts.usage.rejected.happenedAt,
    nowrap: true,
    cell: ({ time }) => dateTimeExact(time),
  },
  { id: 'status', header: t.status, cell: ({ status }) => t.statuses[status] },
];

/** Events that came too late to count by themselves. */
export function LateEvents() {
  const corrects = mayCorrect(useMe());
  const [taking, setTaking] = useState<LateEvent>();
  const list = usePages(['usage', 'late'], {}, listLateEvents);
  const action: Column<LateEvent> = {
    id: 'takeIn',
    header: t.takeIn,
    unlabelled: true,
    cell: (event) =>
      event.status === 'kept' && (
        <Button size="xs" variant="default" onClick={() => setTaking(event)}>
          {t.takeIn}
        </Button>
      ),
  };
  return (
    <Stack>
      <Text size="sm">{t.lateHint}</Text>
      <Accepted corrects={corrects} />
      <DataTable
        label={t.tabs.late}
        list={list}
        columns={corrects ? [...columns, action] : columns}
        rowId={({ id }) => id}
        minWidth={900}
        empty={<Nothing title={t.lateEmpty} hint={t.lateEmptyHint} />}
      />
      {taking && <TakeIn event={taking} close={() => setTaking(undefined)} />}
    </Stack>
  );
}

/** How late events may be; the vendor may change it. */
function Accepted({ corrects }: { corrects: boolean }) {
  const settings = useQuery(usageSettingsQuery);
  if (settings.data === undefined) {
    return null;
  }
  const days = wholeDays(settings.data.acceptedFor);
  return corrects ? (
    <AcceptFor key={days} days={days} max={wholeDays(settings.data.acceptedForMax)} />
  ) : (
    <Text size="sm">{t.acceptedFor(String(days))}</Text>
  );
}

function AcceptFor({ days, max }: { days: number; max: number }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: { acceptedFor: days } });
  const sending = useSending(form, {
    send: ({ acceptedFor }) => acceptFor(acceptedFor),
    done: (saved) => {
      queries.setQueryData(usageSettingsQuery.queryKey, saved);
      notifications.show({ message: t.accepted });
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack gap="xs">
        <Group align="flex-end" gap="sm">
          <NumberInput
            label={t.acceptMore}
            description={t.acceptHint}
            suffix={` ${t.days.toLowerCase()}`}
            min={1}
            max={max}
            allowDecimal={false}
            clampBehavior="strict"
            maw={260}
            {...form.getInputProps('acceptedFor')}
          />
          <Button
            type="submit"
            variant="default"
            loading={sending.pending}
            disabled={!form.isDirty()}
          >
            {texts.actions.save}
          </Button>
        </Group>
        <FormProblem refusal={sending.refusal} />
      </Stack>
    </form>
  );
}

function TakeIn({ event, close }: { event: LateEvent; close: () => void }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: { reason: '' }, validate: { reason: required } });
  const sending = useSending(form, {
    send: ({ reason }, headers) => takeIn(event.id, reason.trim(), headers),
    done: async () => {
      notifications.show({ message: t.takenIn });
      await forgetUsage(queries);
      close();
    },
  });
  return (
    <FormDialog
      title={t.takeIn}
      consequences={t.takeInConsequences}
      submit={t.takeIn}
      sending={sending}
      close={close}
    >
      <EventName eventId={event.eventId} type={event.type} source={event.source} />
      <Textarea
        label={t.reason}
        description={t.reasonHint}
        required
        autosize
        minRows={2}
        maxLength={500}
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  );
}
