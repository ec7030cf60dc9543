import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  CopyButton,
  Group,
  Modal,
  Stack,
  Text,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { CheckIcon, CopyIcon, PlusIcon, TrashIcon } from '@radix-ui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client';
import { problemFrom } from '../api/problem';
import type { ApiKey, Page as PageOf, Permission } from '../api/types';
import { PermissionPicker } from '../partners/PermissionPicker';
import { useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { FormProblem } from '../shared/FormProblem';
import { date, dateTime, endOfDay, isoDay } from '../shared/format';
import { useSending } from '../shared/forms';
import { usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { required } from '../shared/validation';
import { texts } from '../texts';

const t = texts.apiKeys;

export default function ApiKeys() {
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<ApiKey>();
  const remove = useRemove();
  const list = usePages(['api-keys'], {}, (at) =>
    answer<PageOf<ApiKey>>(api.GET('/api/v1/api-keys', { params: { query: at } })),
  );
  const create = (
    <Button leftSection={<PlusIcon />} onClick={() => setCreating(true)}>
      {t.create}
    </Button>
  );
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      header: texts.fields.name,
      cell: (key) => (
        <Text size="sm" fw={600} className="wrap">
          {key.name}
        </Text>
      ),
    },
    {
      id: 'permissions',
      header: t.permissions,
      cell: ({ permissions }) => (
        <Tooltip
          label={permissions.map((one) => texts.permissions.names[one]).join(', ')}
          disabled={permissions.length === 0}
        >
          <Text size="sm" w="fit-content" tabIndex={permissions.length === 0 ? undefined : 0}>
            {t.permissionCount(permissions.length)}
          </Text>
        </Tooltip>
      ),
    },
    {
      id: 'createdAt',
      nowrap: true,
      header: texts.fields.createdAt,
      cell: (key) => date(key.createdAt),
    },
    {
      id: 'lastUsedAt',
      nowrap: true,
      header: t.lastUsed,
      cell: (key) => (key.lastUsedAt ? dateTime(key.lastUsedAt) : t.neverUsed),
    },
    {
      id: 'expiresAt',
      nowrap: true,
      header: t.expires,
      cell: (key) => <Expiry at={key.expiresAt} />,
    },
    {
      id: 'actions',
      header: texts.partners.actions,
      unlabelled: true,
      align: 'right',
      cell: (key) => (
        <Tooltip label={t.revoke}>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={`${t.revoke}: ${key.name}`}
            onClick={() => remove(key)}
          >
            <TrashIcon />
          </ActionIcon>
        </Tooltip>
      ),
    },
  ];
  return (
    <Page title={t.title} hint={t.hint} actions={create}>
      <DataTable
        label={t.title}
        list={list}
        columns={columns}
        rowId={(key) => key.id}
        minWidth={760}
        empty={<Nothing title={t.empty} hint={t.emptyHint} action={create} />}
      />
      <Modal opened={creating} onClose={() => setCreating(false)} title={t.create} size="lg">
        <CreateKey
          done={(key) => {
            setCreating(false);
            setCreated(key);
          }}
        />
      </Modal>
      <Modal
        opened={created !== undefined}
        onClose={() => setCreated(undefined)}
        title={t.created}
        size="lg"
        closeOnClickOutside={false}
      >
        {created && <ShowKey apiKey={created} close={() => setCreated(undefined)} />}
      </Modal>
    </Page>
  );
}

function Expiry({ at }: { at?: string }) {
  if (at === undefined) {
    return t.never;
  }
  return new Date(at) < new Date() ? <Badge color="red">{t.expired}</Badge> : date(at);
}

function useRemove(): (key: ApiKey) => void {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ id }: ApiKey) =>
      api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } }),
    onSuccess: async (_, key) => {
      notifications.show({ color: 'green', message: t.revoked(key.name) });
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
    },
    onError: (error) => notifications.show({ color: 'red', message: problemFrom(error).message }),
  });
  return (key) =>
    modals.openConfirmModal({
      title: t.revokeTitle(key.name),
      children: <Text size="sm">{t.revokeHint}</Text>,
      labels: { confirm: t.revoke, cancel: texts.actions.cancel },
      confirmProps: { color: 'red.8' },
      onConfirm: () => mutation.mutate(key),
    });
}

function CreateKey({ done }: { done: (key: ApiKey) => void }) {
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

/** The only moment at which the key can be read. */
function ShowKey({ apiKey, close }: { apiKey: ApiKey; close: () => void }) {
  const key = apiKey.key ?? '';
  return (
    <Stack>
      <Alert color="yellow">{t.once}</Alert>
      <Group wrap="nowrap" align="flex-start">
        <Text className="key" size="sm" flex={1}>
          {key}
        </Text>
        <CopyButton value={key}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <CheckIcon /> : <CopyIcon />}
              onClick={copy}
              flex="none"
            >
              {copied ? texts.actions.copied : texts.actions.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Button onClick={close} w="fit-content">
        {t.haveCopied}
      </Button>
    </Stack>
  );
}
