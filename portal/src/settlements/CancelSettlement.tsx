import { Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { Versioned } from '../api/client';
import type { Settlement } from '../api/types';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { cancelSettlement, forgetSettlements } from './calls';

const t = texts.settlements;

interface EndingProps {
  read: Versioned<Settlement>;
  stop: () => void;
}

export function CancelSettlement({ read: { value, etag }, stop }: EndingProps) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: {} });
  const sending = useSending(form, {
    send: (_, headers) => cancelSettlement(value.id, etag, headers),
    done: async () => {
      notifications.show({ color: 'gray', message: t.cancelled });
      await forgetSettlements(queries);
      stop();
    },
  });
  return (
    <Section title={t.cancelSettlement} hint={t.cancelHint}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <FormProblem refusal={sending.refusal} />
          <Group>
            <Button type="submit" color="red.8" loading={sending.pending}>
              {t.cancelSettlement}
            </Button>
            <Button variant="default" onClick={stop}>
              {t.keepIt}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
