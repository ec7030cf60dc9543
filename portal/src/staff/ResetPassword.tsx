import { Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import type { StaffAccount } from '../api/types';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { PasswordFields, passwordValidation } from '../shared/PasswordFields';
import { texts } from '../texts';
import { resetPassword } from './calls';

const t = texts.staff;

interface ResetPasswordProps {
  partnerId: string;
  account: StaffAccount;
  done: () => void;
}

export function ResetPassword({ partnerId, account, done }: ResetPasswordProps) {
  const form = useForm({
    initialValues: { password: '', passwordConfirmation: '' },
    validate: passwordValidation,
  });
  const sending = useSending(form, {
    send: ({ password }, headers) => resetPassword(partnerId, account.id, password, headers),
    done: () => {
      notifications.show({ color: 'green', message: t.resetDone(account.name) });
      done();
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        <Text size="sm">{t.resetHint}</Text>
        <PasswordFields form={form} />
        <FormProblem refusal={sending.refusal} />
        <Button type="submit" loading={sending.pending}>
          {t.reset}
        </Button>
      </Stack>
    </form>
  );
}
