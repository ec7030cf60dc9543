import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { NewCorrection } from '../api/types';
import { LicenseSelect } from '../licenses/LicenseSelect';
import { FormDialog } from '../shared/FormDialog';
import { orAbsent, useSending } from '../shared/forms';
import { required } from '../shared/validation';
import { texts } from '../texts';
import { correct, dataOf, forgetUsage } from './corrections';

const t = texts.usage.settled;

const empty = {
  licenseId: '',
  source: '',
  eventId: '',
  time: '',
  action: 'void' as NewCorrection['action'],
  data: '{}',
  reason: '',
};

/** Voids or amends one event that was counted. */
export function CorrectEvent({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: empty,
    validate: {
      licenseId: required,
      source: required,
      eventId: required,
      reason: required,
      time: (time) =>
        time.trim() === '' || !Number.isNaN(Date.parse(time)) ? null : t.timeInvalid,
      data: (data, { action }) =>
        action === 'void' || dataOf(data) !== undefined ? null : t.dataInvalid,
    },
  });
  const sending = useSending(form, {
    send: ({ licenseId, source, eventId, action, data, reason, time }, headers) =>
      correct(
        {
          licenseId,
          source: source.trim(),
          eventId: eventId.trim(),
          action,
          reason: reason.trim(),
          ...(action === 'amend' ? { data: dataOf(data) as NewCorrection['data'] } : {}),
          ...(orAbsent(time) ? { time: new Date(time).toISOString() } : {}),
        },
        headers,
      ),
    done: async () => {
      notifications.show({ message: t.done });
      await forgetUsage(queries);
      close();
    },
  });
  return (
    <FormDialog
      title={t.correct}
      consequences={t.correctConsequences}
      submit={t.correct}
      sending={sending}
      close={close}
    >
      <LicenseSelect label={t.license} required {...form.getInputProps('licenseId')} />
      <TextInput
        label={t.sourceField}
        description={t.sourceHint}
        required
        maxLength={512}
        {...form.getInputProps('source')}
      />
      <TextInput label={t.eventId} required maxLength={256} {...form.getInputProps('eventId')} />
      <TextInput label={t.time} description={t.timeHint} {...form.getInputProps('time')} />
      <SegmentedControl
        aria-label={t.action}
        orientation="vertical"
        data={(['void', 'amend'] as const).map((value) => ({ value, label: t.choices[value] }))}
        {...form.getInputProps('action')}
      />
      {form.values.action === 'amend' && (
        <Textarea
          label={t.data}
          description={t.dataHint}
          required
          autosize
          minRows={3}
          {...form.getInputProps('data')}
        />
      )}
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
