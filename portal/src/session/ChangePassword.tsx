import { Alert, Button, Paper, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../api/client';
import { newKey } from '../api/submission';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { confirmation, password, required } from '../shared/validation';
import { texts } from '../texts';
import { changeSession, signIn, useMe } from './session';

const t = texts.changePassword;

export default function ChangePassword() {
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '', confirmation: '' },
    validate: {
      currentPassword: required,
      newPassword: password,
      confirmation: (value, { newPassword }) => confirmation(value, newPassword),
    },
  });
  const sending = useSending(form, {
    send: ({ currentPassword, newPassword }) =>
      api.PUT('/api/v1/me/password', { body: { currentPassword, newPassword } }),
    done: async (_, { newPassword }) => {
      notifications.show({ color: 'green', message: t.done });
      // Changing the password has ended every session, this one too.
      const again = { username: me.account.email, password: newPassword };
      const session = await signIn(again, { 'Idempotency-Key': newKey() }).catch(() => null);
      changeSession(queries, session);
      await navigate(session === null ? '/sign-in' : '/', { replace: true });
    },
  });
  return (
    <Page title={t.title}>
      {me.mustChangePassword && <Alert color="blue">{t.must}</Alert>}
      <Paper withBorder p="lg" maw={440} className="surface">
        <form onSubmit={sending.onSubmit} noValidate>
          <Stack>
            <PasswordInput
              label={t.current}
              autoComplete="current-password"
              required
              {...form.getInputProps('currentPassword')}
            />
            <PasswordInput
              label={t.next}
              description={texts.fields.passwordHint}
              autoComplete="new-password"
              required
              {...form.getInputProps('newPassword')}
            />
            <PasswordInput
              label={texts.fields.passwordConfirmation}
              autoComplete="new-password"
              required
              {...form.getInputProps('confirmation')}
            />
            <FormProblem refusal={sending.refusal} />
            <Button type="submit" loading={sending.pending}>
              {t.submit}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
