import { Alert, Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { newKey } from '../api/submission';
import type { TransferCode } from '../api/types';
import { useMe } from '../session/session';
import { Email } from '../shared/Email';
import { Facts } from '../shared/Facts';
import { dateTime } from '../shared/format';
import { Page } from '../shared/Page';
import { Refusal } from '../shared/QueryState';
import { Section } from '../shared/Section';
import NoSuchPage from '../shell/NoSuchPage';
import { texts } from '../texts';

const t = texts.registration;

/** All that is registered about the customer who is signed in. */
export default function Registration() {
  const { customer } = useMe();
  if (customer === undefined) {
    return <NoSuchPage />;
  }
  return (
    <Page title={t.title}>
      <Section title={t.details}>
        <Facts
          facts={[
            [texts.customers.firstName, customer.firstName],
            [texts.customers.lastName, customer.lastName],
            [texts.customers.company, customer.company],
            [texts.fields.email, <Email key="email" address={customer.email} />],
            [t.username, customer.username],
            [
              texts.fields.status,
              customer.status === 'active' ? texts.states.active : texts.states.inactive,
            ],
            [t.since, dateTime(customer.createdAt)],
          ]}
        />
      </Section>
      <Transfer customerId={customer.id} />
    </Page>
  );
}

/** The customer's own approval of moving to another partner. */
function Transfer({ customerId }: { customerId: string }) {
  const mutation = useMutation({
    mutationFn: () =>
      answer<TransferCode>(
        api.POST('/api/v1/customers/{id}/transfer-code', {
          params: { path: { id: customerId } },
          headers: { 'Idempotency-Key': newKey() },
        }),
      ),
  });
  return (
    <Section title={t.transfer} hint={t.transferHint}>
      <Stack align="flex-start" aria-live="polite">
        {mutation.isError && <Refusal error={mutation.error} />}
        {mutation.data && (
          <Alert color="green" title={t.codeReady}>
            <Group>
              <Text fz={28} fw={700} className="key" aria-label={t.codeSpelled(mutation.data.code)}>
                {mutation.data.code.replace(/(\d{4})(\d{4})/, '$1 $2')}
              </Text>
              <CopyButton value={mutation.data.code}>
                {({ copied, copy }) => (
                  <Button size="xs" variant="default" onClick={copy}>
                    {copied ? texts.actions.copied : texts.actions.copy}
                  </Button>
                )}
              </CopyButton>
            </Group>
            <Text size="sm">{t.codeValid(dateTime(mutation.data.expiresAt))}</Text>
          </Alert>
        )}
        <Button
          variant={mutation.data ? 'default' : 'filled'}
          loading={mutation.isPending}
          onClick={() => mutation.mutate()}
        >
          {mutation.data ? t.newCode : t.createCode}
        </Button>
      </Stack>
    </Section>
  );
}
