// The inputs that creating and editing a customer have in common.
import { TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { email, required } from '../shared/validation';
import { texts } from '../texts';

const t = texts.customers;

interface CustomerValues {
  email: string;
  firstName: string;
  lastName: string;
  company: string;
}

export const customerValidation = { email, firstName: required, lastName: required };

export function CustomerFields<V extends CustomerValues>({ form }: { form: UseFormReturnType<V> }) {
  return (
    <>
      <TextInput
        label={t.firstName}
        required
        maxLength={100}
        data-autofocus
        {...form.getInputProps('firstName')}
      />
      <TextInput
        label={t.lastName}
        required
        maxLength={100}
        {...form.getInputProps('lastName')}
      />
      <TextInput
        label={texts.fields.email}
        description={t.emailHint}
        type="email"
        autoComplete="off"
        required
        maxLength={320}
        {...form.getInputProps('email')}
      />
      <TextInput label={t.company} maxLength={200} {...form.getInputProps('company')} />
    </>
  );
}
