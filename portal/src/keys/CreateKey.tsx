import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { ApiKey, Permission } from '../api/types';
import { PermissionPicker } from '../partners/PermissionPicker';
import { useMe } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { endOfDay, isoDay } from '../shared/format';
import { useSending } from '../shared/forms';
import { required } from '../shared/validation';
import { texts } from '../texts';

const t = texts.apiKeys;

export function CreateKey({ done }: { done: (key: ApiKey) => void }) {
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { name: '', permissions: [] as Permission[], expiresAt: '' },
    validate: { name: required },
  });
  const sending = useSending(form, {
    send: ({ name, permissions, expiresAt }, headers) =>
      answer<ApiKey>(
        api.POST('/api/v1/api-keys', {
          headers,
          body: { name: name.trim(), permissions, expiresAt: endOfDay(expiresAt) },
        }),
      ),
    done: (key) => {
      void queries.invalidateQueries({ queryKey: ['api-keys'] });
      done(key);
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        <TextInput
          label={texts.fields.name}
          description={t.nameHint}
          required
          maxLength={200}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          type="date"
          label={t.lastDay}
          min={isoDay(new Date().toISOString())}
          maw={220}
          {...form.getInputProps('expiresAt')}
        />
        {me.permissions.length > 0 && (
          <PermissionPicker
            labelled
            value={form.values.permissions}
            within={me.permissions}
            onChange={(permissions) => form.setFieldValue('permissions', permissions)}
          />
        )}
        <FormProblem refusal={sending.refusal} />
        <Button type="submit" loading={sending.pending}>
          {t.create}
        </Button>
      </Stack>
    </form>
  );
}
