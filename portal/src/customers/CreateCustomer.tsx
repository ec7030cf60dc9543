import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import type { Customer } from '../api/types';
import { choiceOf, choosePartner } from '../partners/calls';
import { may, useMe } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { orAbsent, useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { PasswordFields, passwordValidation } from '../shared/PasswordFields';
import { RemoteSelect } from '../shared/RemoteSelect';
import { Section } from '../shared/Section';
import { required } from '../shared/validation';
import { texts } from '../texts';
import { CustomerFields, customerValidation } from './CustomerFields';

const t = texts.customers;

export default function CreateCustomer() {
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: {
      email: '',
      firstName: '',
      lastName: '',
      company: '',
      password: '',
      passwordConfirmation: '',
      partnerId: me.partner?.id ?? '',
    },
    validate: {
      ...customerValidation,
      ...passwordValidation,
      partnerId: required,
    },
  });
  const sending = useSending(form, {
    send: (values, headers) =>
      answer<Customer>(
        api.POST('/api/v1/customers', {
          headers,
          body: {
            email: values.email.trim(),
            firstName: values.firstName.trim(),
            lastName: values.lastName.trim(),
            company: orAbsent(values.company),
            password: values.password,
            ...(values.partnerId === me.partner?.id ? {} : { partnerId: values.partnerId }),
          },
        }),
      ),
    done: async (customer) => {
      notifications.show({
        color: 'green',
        message: t.created(`${customer.firstName} ${customer.lastName}`),
      });
      void queries.invalidateQueries({ queryKey: ['customers'] });
      await navigate(`/customers/${customer.id}`);
    },
  });
  return (
    <Page title={t.create} above={[{ to: '/customers', label: t.title }]}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={860}>
          <Section title={t.customer} hint={t.createHint}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <CustomerFields form={form} />
              <PasswordFields form={form} />
              {may(me, 'manage_partners') && (
                <RemoteSelect
                  label={t.partner}
                  required
                  allowDeselect={false}
                  of={['owners']}
                  search={(q) => choosePartner(['reseller', 'distributor', 'vendor'], q)}
                  fixed={me.partner ? [choiceOf(me.partner)] : []}
                  {...form.getInputProps('partnerId')}
                />
              )}
            </SimpleGrid>
          </Section>
          <FormProblem refusal={sending.refusal} asked={{ action: 'manage_customer' }} />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.create}
            </Button>
            <Button component={Link} to="/customers" variant="default">
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
