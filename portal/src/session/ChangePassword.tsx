import { Alert, Button, Paper, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../api/client';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { confirmation, password, required } from '../shared/validation';
import { texts } from '../texts';
import { sessionQuery, useMe } from './session';

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
    done: async () => {
      notifications.show({ color: 'green', message: t.done });
      // Changing the password ends every session, and that may include this one.
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
      await queries.invalidateQueries({ queryKey: ['me'] });
      await navigate('/', { replace: true });
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
