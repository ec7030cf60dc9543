import { ActionIcon, Badge, Button, Modal, Text, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { PlusIcon, TrashIcon } from '@radix-ui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client';
import { problemFrom } from '../api/problem';
import type { ApiKey, Page as PageOf } from '../api/types';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { date, dateTime } from '../shared/format';
import { usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { CreateKey } from './CreateKey';
import { ShowKey } from './ShowKey';

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
      <Modal opened={creating} onClose={() => setCreating(false)} title={t.create} size="xl">
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
