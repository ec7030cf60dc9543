import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import type { CustomerTransfer } from '../api/types';
import { Facts } from '../shared/Facts';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { Section } from '../shared/Section';
import { transferCode } from '../shared/validation';
import { texts } from '../texts';

const t = texts.customers.transfer;

function transfer(code: string, commit: boolean, headers: { 'Idempotency-Key': string }) {
  return answer<CustomerTransfer>(
    api.POST('/api/v1/customer-transfers', { headers, body: { code, commit } }),
  );
}

/** Takes over a customer who has given their code: first a look, then the transfer. */
export default function TransferCustomer() {
  const [found, setFound] = useState<{ code: string; preview: CustomerTransfer }>();
  return (
    <Page
      title={t.title}
      hint={t.hint}
      above={[{ to: '/customers', label: texts.customers.title }]}
    >
      <Stack maw={560}>
        {found === undefined ? (
          <EnterCode found={(code, preview) => setFound({ code, preview })} />
        ) : (
          <Confirm {...found} back={() => setFound(undefined)} />
        )}
      </Stack>
    </Page>
  );
}

interface EnterCodeProps {
  found: (code: string, preview: CustomerTransfer) => void;
}

function EnterCode({ found }: EnterCodeProps) {
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (value) => transferCode(digits(value)) },
  });
  const sending = useSending(form, {
    send: ({ code }, headers) => transfer(digits(code), false, headers),
    done: (preview, { code }) => found(digits(code), preview),
  });
  return (
    <Section title={t.codeSection}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <TextInput
            label={t.code}
            description={t.codeHint}
            inputMode="numeric"
            autoComplete="off"
            required
            maw={260}
            {...form.getInputProps('code')}
          />
          <FormProblem refusal={sending.refusal} />
          <Button type="submit" w="fit-content" loading={sending.pending}>
            {t.preview}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}

interface ConfirmProps {
  code: string;
  preview: CustomerTransfer;
  back: () => void;
}

function Confirm({ code, preview, back }: ConfirmProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { customer, planEnds } = preview;
  const name = `${customer.firstName} ${customer.lastName}`;
  const form = useForm({ initialValues: {} });
  const sending = useSending(form, {
    send: (_, headers) => transfer(code, true, headers),
    done: async () => {
      notifications.show({ color: 'green', message: t.done(name) });
      void queries.invalidateQueries({ queryKey: ['customers'] });
      await navigate(`/customers/${customer.id}`);
    },
  });
  return (
    <Section title={t.confirmSection}>
      <Facts
        facts={[
          [texts.fields.name, name],
          [texts.customers.company, customer.company],
          [texts.fields.email, customer.email],
        ]}
      />
      <Alert color="blue">{t.consequences}</Alert>
      {planEnds && <Alert color="yellow">{t.planEnds}</Alert>}
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <FormProblem
            refusal={sending.refusal}
            asked={{ action: 'manage_customer', resource: customer.id }}
          />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.commit}
            </Button>
            <Button variant="default" onClick={back}>
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

/** People write such a code with spaces in it. */
function digits(code: string): string {
  return code.replace(/[\s-]/g, '');
}
