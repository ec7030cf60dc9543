import { PasswordInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { texts } from '../texts';
import { confirmation, password } from './validation';

interface PasswordValues {
  password: string;
  passwordConfirmation: string;
}

export const passwordValidation = {
  password,
  passwordConfirmation: (value: string, values: PasswordValues) =>
    confirmation(value, values.password),
};

/** A password for somebody else: they have to change it. */
export function PasswordFields<V extends PasswordValues>({ form }: { form: UseFormReturnType<V> }) {
  return (
    <>
      <PasswordInput
        label={texts.fields.password}
        description={texts.fields.firstPasswordHint}
        autoComplete="new-password"
        required
        {...form.getInputProps('password')}
      />
      <PasswordInput
        label={texts.fields.passwordConfirmation}
        autoComplete="new-password"
        required
        {...form.getInputProps('passwordConfirmation')}
      />
    </>
  );
}
