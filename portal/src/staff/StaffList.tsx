import { ActionIcon, Badge, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { DotsHorizontalIcon, PlusIcon } from '@radix-ui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { problemFrom } from '../api/problem';
import type { Permission, StaffAccount } from '../api/types';
import { may, useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { Email } from '../shared/Email';
import { date } from '../shared/format';
import { usePages } from '../shared/lists';
import { texts } from '../texts';
import { deleteStaff, listStaff, resetPassword, switchStaff } from './calls';
import { ResetPassword } from '../shared/ResetPassword';
import { StaffForm } from './StaffForm';

const t = texts.staff;

interface StaffListProps {
  partnerId: string;
  /** What the partner has, and so may give. */
  within: readonly Permission[];
  /** Where the button and the list go; by default one above the other. */
  around?: (create: ReactNode, list: ReactNode) => ReactNode;
}

type Dialog =
  | { kind: 'create' }
  | { kind: 'edit'; account: StaffAccount }
  | { kind: 'reset'; account: StaffAccount };

export function StaffList({ partnerId, within, around = stacked }: StaffListProps) {
  const me = useMe();
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<Dialog>();
  const list = usePages(['staff'], { partnerId }, (at) => listStaff(partnerId, at));
  const allowed = within.filter((permission) => may(me, permission));
  const forget = () => queries.invalidateQueries({ queryKey: ['staff'] });
  const act = useMutation({
    mutationFn: ({ run }: { run: () => Promise<unknown>; said: string }) => run(),
    onSuccess: (_, { said }) => {
      notifications.show({ color: 'green', message: said });
      return forget();
    },
    onError: (error) => notifications.show({ color: 'red', message: problemFrom(error).message }),
  });
  const remove = (account: StaffAccount) =>
    modals.openConfirmModal({
      title: t.deleteTitle(account.name),
      children: <Text size="sm">{t.deleteHint}</Text>,
      labels: { confirm: texts.actions.delete, cancel: texts.actions.cancel },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        act.mutate({
          run: () => deleteStaff(partnerId, account.id),
          said: t.deleted(account.name),
        }),
    });
  const toggle = (account: StaffAccount) => {
    const activate = account.status !== 'active';
    act.mutate({
      run: () => switchStaff(partnerId, account.id, activate),
      said: activate ? t.activated(account.name) : t.deactivated(account.name),
    });
  };
  const create = (
    <Button leftSection={<PlusIcon />} onClick={() => setDialog({ kind: 'create' })}>
      {t.create}
    </Button>
  );
  const columns: Column<StaffAccount>[] = [
    {
      id: 'name',
      header: texts.fields.name,
      cell: (account) => (
        <Group gap="xs">
          <Text size="sm" fw={600} className="wrap">
            {account.name}
          </Text>
          {account.primary && <Badge color="indigo">{t.primary}</Badge>}
          {account.id === me.account.id && <Badge color="gray">{t.you}</Badge>}
        </Group>
      ),
    },
    {
      id: 'email',
      header: texts.fields.email,
      cell: (account) => (
        <Text size="sm">
          <Email address={account.email} />
        </Text>
      ),
    },
    {
      id: 'permissions',
      header: texts.apiKeys.permissions,
      nowrap: true,
      cell: (account) => texts.apiKeys.permissionCount(account.permissions.length),
    },
    {
      id: 'createdAt',
      nowrap: true,
      header: texts.fields.createdAt,
      cell: (account) => date(account.createdAt),
    },
    {
      id: 'status',
      header: texts.fields.status,
      cell: (account) => (
        <Badge color={account.status === 'active' ? 'green' : 'gray'}>
          {account.status === 'active' ? texts.states.active : texts.states.inactive}
        </Badge>
      ),
    },
    {
      id: 'actions',
      header: texts.partners.actions,
      unlabelled: true,
      align: 'right',
      cell: (account) =>
        // Nobody changes their own account here; the password has its own page.
        account.id !== me.account.id && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={t.actionsFor(account.name)}>
                <DotsHorizontalIcon />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setDialog({ kind: 'edit', account })}>
                {texts.actions.edit}
              </Menu.Item>
              <Menu.Item onClick={() => setDialog({ kind: 'reset', account })}>{texts.resetPassword.action}</Menu.Item>
              {!account.primary && (
                <>
                  <Menu.Item onClick={() => toggle(account)}>
                    {account.status === 'active'
                      ? texts.actions.deactivate
                      : texts.actions.activate}
                  </Menu.Item>
                  <Menu.Divider />
                  <Menu.Item color="red" onClick={() => remove(account)}>
                    {texts.actions.delete}
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        ),
    },
  ];
  const close = () => setDialog(undefined);
  const saved = async () => {
    close();
    await forget();
  };
  return around(
    create,
    <>
      <DataTable
        label={t.title}
        list={list}
        columns={columns}
        rowId={(account) => account.id}
        minWidth={760}
        empty={<Nothing title={t.empty} hint={t.emptyHint} />}
      />
      <Modal
        opened={dialog !== undefined}
        onClose={close}
        size={dialog?.kind === 'reset' ? 'md' : 'xl'}
        title={
          dialog?.kind === 'reset'
            ? texts.resetPassword.title(dialog.account.name)
            : dialog?.kind === 'edit'
              ? t.editTitle(dialog.account.name)
              : t.create
        }
      >
        {dialog?.kind === 'create' && (
          <StaffForm partnerId={partnerId} within={allowed} done={saved} />
        )}
        {dialog?.kind === 'edit' && (
          <StaffForm partnerId={partnerId} within={allowed} account={dialog.account} done={saved} />
        )}
        {dialog?.kind === 'reset' && (
          <ResetPassword
            name={dialog.account.name}
            send={(password, headers) =>
              resetPassword(partnerId, dialog.account.id, password, headers)
            }
            done={saved}
          />
        )}
      </Modal>
    </>,
  );
}

function stacked(create: ReactNode, list: ReactNode): ReactNode {
  return (
    <Stack>
      <Group justify="flex-end">{create}</Group>
      {list}
    </Stack>
  );
}
