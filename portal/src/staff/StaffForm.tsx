import { Button, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import type { Permission, StaffAccount } from '../api/types';
import { PermissionPicker } from '../partners/PermissionPicker';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { PasswordFields, passwordValidation } from '../shared/PasswordFields';
import { email, required } from '../shared/validation';
import { texts } from '../texts';
import { createStaff, editStaff } from './calls';

const t = texts.staff;

interface StaffFormProps {
  partnerId: string;
  within: readonly Permission[];
  /** The one to edit; absent for a new one. */
  account?: StaffAccount;
  done: () => void;
}

export function StaffForm({ partnerId, within, account, done }: StaffFormProps) {
  const form = useForm({
    initialValues: {
      name: account?.name ?? '',
      email: account?.email ?? '',
      password: '',
      passwordConfirmation: '',
      permissions: account?.permissions ?? ([] as Permission[]),
    },
    validate: account ? { name: required } : { name: required, email, ...passwordValidation },
  });
  const sending = useSending(form, {
    send: (values, headers) => {
      const name = values.name.trim();
      return account
        ? editStaff(partnerId, account.id, {
            name,
            ...(account.primary ? {} : { permissions: values.permissions }),
          })
        : createStaff(
            partnerId,
            {
              name,
              email: values.email.trim(),
              password: values.password,
              permissions: values.permissions,
            },
            headers,
          );
    },
    done: () => {
      notifications.show({ color: 'green', message: texts.states.saved });
      done();
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={texts.fields.name}
            required
            maxLength={200}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={texts.fields.email}
            description={account ? undefined : t.emailHint}
            type="email"
            autoComplete="off"
            required
            readOnly={account !== undefined}
            variant={account ? 'filled' : undefined}
            maxLength={320}
            {...form.getInputProps('email')}
          />
          {!account && <PasswordFields form={form} />}
        </SimpleGrid>
        <PermissionPicker
          labelled
          value={form.values.permissions}
          within={within}
          presets="staff"
          disabled={account?.primary === true}
          onChange={(permissions) => form.setFieldValue('permissions', permissions)}
        />
        <FormProblem refusal={sending.refusal} />
        <Button type="submit" loading={sending.pending}>
          {account ? texts.actions.save : t.create}
        </Button>
      </Stack>
    </form>
  );
}
