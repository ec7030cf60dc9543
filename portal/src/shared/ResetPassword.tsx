import { Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { texts } from '../texts';
import { FormProblem } from './FormProblem';
import { useSending } from './forms';
import { PasswordFields, passwordValidation } from './PasswordFields';

const t = texts.resetPassword;

interface ResetPasswordProps {
  /** Whose it is. */
  name: string;
  send: (password: string, headers: { 'Idempotency-Key': string }) => Promise<unknown>;
  done: () => void;
}

export function ResetPassword({ name, send, done }: ResetPasswordProps) {
  const form = useForm({
    initialValues: { password: '', passwordConfirmation: '' },
    validate: passwordValidation,
  });
  const sending = useSending(form, {
    send: ({ password }, headers) => send(password, headers),
    done: () => {
      notifications.show({ color: 'green', message: t.done(name) });
      done();
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        <Text size="sm">{t.hint}</Text>
        <PasswordFields form={form} />
        <FormProblem refusal={sending.refusal} />
        <Button type="submit" loading={sending.pending}>
          {t.action}
        </Button>
      </Stack>
    </form>
  );
}
