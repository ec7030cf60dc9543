import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { Versioned } from '../api/client';
import type { Settlement } from '../api/types';
import { money } from '../shared/format';
import { FormProblem } from '../shared/FormProblem';
import { orAbsent, useSending } from '../shared/forms';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { confirmPayment, forgetSettlements } from './calls';

const t = texts.settlements;

interface EndingProps {
  read: Versioned<Settlement>;
  stop: () => void;
}

export function ConfirmPayment({ read: { value, etag }, stop }: EndingProps) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: { reference: '' } });
  const sending = useSending(form, {
    send: ({ reference }, headers) => confirmPayment(value.id, orAbsent(reference), etag, headers),
    done: async () => {
      notifications.show({ color: 'green', message: t.confirmed });
      await forgetSettlements(queries);
      stop();
    },
  });
  return (
    <Section title={t.confirmPayment} hint={t.confirmHint(money(value.total))}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={560}>
          <TextInput
            label={t.referenceOptional}
            description={t.referenceHint}
            maxLength={200}
            {...form.getInputProps('reference')}
          />
          <FormProblem refusal={sending.refusal} />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.confirmPayment}
            </Button>
            <Button variant="default" onClick={stop}>
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
