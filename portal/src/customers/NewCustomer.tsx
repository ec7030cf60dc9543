import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../api/client';
import type { Customer } from '../api/types';
import { choiceOf, choosePartner } from '../partners/calls';
import { may, useMe } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { orAbsent, useSending } from '../shared/forms';
import { PasswordFields, passwordValidation } from '../shared/PasswordFields';
import { RemoteSelect } from '../shared/RemoteSelect';
import { required } from '../shared/validation';
import { texts } from '../texts';
import { CustomerFields, customerValidation } from './CustomerFields';
import { PlanSelect } from './PlanSelect';

const t = texts.customers;

interface NewCustomerProps {
  /** What the inputs are shown in. */
  around: (fields: ReactNode) => ReactNode;
  done: (customer: Customer) => void;
  /** How to leave without creating one. */
  cancel: ReactNode;
}

/** The form that creates a customer, wherever one is needed. */
export function NewCustomer({ around, done, cancel }: NewCustomerProps) {
  const me = useMe();
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
      planId: null as string | null,
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
            ...(values.planId === null ? {} : { planId: values.planId }),
          },
        }),
      ),
    done: (customer) => {
      notifications.show({
        color: 'green',
        message: t.created(`${customer.firstName} ${customer.lastName}`),
      });
      void queries.invalidateQueries({ queryKey: ['customers'] });
      done(customer);
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        {around(
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
                onChange={(chosen) => {
                  form.setFieldValue('partnerId', chosen ?? '');
                  // What the former one offers this one may not have.
                  form.setFieldValue('planId', null);
                }}
              />
            )}
            <PlanSelect partnerId={form.values.partnerId} {...form.getInputProps('planId')} />
          </SimpleGrid>,
        )}
        <FormProblem refusal={sending.refusal} asked={{ action: 'manage_customer' }} />
        <Group>
          <Button type="submit" loading={sending.pending}>
            {t.create}
          </Button>
          {cancel}
        </Group>
      </Stack>
    </form>
  );
}
