import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Application } from '../api/types';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Section } from '../shared/Section';
import { required } from '../shared/validation';
import { texts } from '../texts';
import { applicationQuery } from './calls';

const t = texts.applications;

export function Reject({ application, cancel }: { application: Application; cancel: () => void }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: { reason: '' }, validate: { reason: required } });
  const sending = useSending(form, {
    send: ({ reason }, headers) =>
      answer<Application>(
        api.POST('/api/v1/partner-applications/{id}/reject', {
          params: { path: { id: application.id } },
          headers,
          body: { reason: reason.trim() },
        }),
      ),
    done: async (decided) => {
      queries.setQueryData(applicationQuery(application.id).queryKey, decided);
      notifications.show({ color: 'gray', message: t.rejected(application.name) });
      await queries.invalidateQueries({ queryKey: ['applications'] });
    },
  });
  return (
    <Section title={t.reject}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={560}>
          <Textarea
            label={t.reason}
            description={t.reasonHint}
            required
            autosize
            minRows={3}
            maxLength={2000}
            {...form.getInputProps('reason')}
          />
          <FormProblem refusal={sending.refusal} asked={{ action: 'manage_partner' }} />
          <Group>
            <Button type="submit" color="red.8" loading={sending.pending}>
              {t.reject}
            </Button>
            <Button variant="default" onClick={cancel}>
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
