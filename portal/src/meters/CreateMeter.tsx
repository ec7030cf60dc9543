import { Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { createMeter, forgetMeters } from './calls';
import { meterValidation, newMeter, newMeterOf } from './meterDraft';
import { CountedFields, ShownFields } from './MeterFields';

const t = texts.meters;

export default function CreateMeter() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm({ initialValues: newMeter, validate: meterValidation });
  const sending = useSending(form, {
    send: (values, headers) => createMeter(newMeterOf(values), headers),
    done: async (meter) => {
      notifications.show({ color: 'green', message: t.created(meter.displayName) });
      void forgetMeters(queries);
      await navigate(`/meters/${meter.id}`);
    },
  });
  return (
    <Page title={t.create} above={[{ to: '/meters', label: t.title }]}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={860}>
          <Section title={t.counts} hint={t.countsHint}>
            <CountedFields form={form} />
          </Section>
          <Section title={t.shown} hint={t.shownHint}>
            <ShownFields form={form} code={form.values.code} />
          </Section>
          <FormProblem refusal={sending.refusal} />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.create}
            </Button>
            <Button component={Link} to="/meters" variant="default">
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
