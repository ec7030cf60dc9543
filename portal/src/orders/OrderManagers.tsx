import {
  ActionIcon,
  Badge,
  Button,
  Group,
  Modal,
  Stack,
  Table,
  Text,
  Tooltip,
  VisuallyHidden,
} from '@mantine/core';
import { Pencil1Icon, PlusIcon, TrashIcon } from '@radix-ui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Grant, LicenseManager, Order } from '../api/types';
import { partnerQuery } from '../partners/calls';
import { PartnerName } from '../partners/PartnerName';
import { useCatalogNames } from '../portfolio/catalogNames';
import { may, useMe } from '../session/session';
import { Blank } from '../shared/DataTable';
import { count } from '../shared/format';
import { Refusal } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { WhyNot, type Asked } from '../shared/WhyNot';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import { AddManager, EditManager } from './ManagerForm';
import { removeManager } from './managers';

const t = texts.orders;

/** What is open on top of the list. */
type Open = { what: 'add' } | { what: 'edit' | 'remove'; partnerId: string };

/** Who may issue in this order, and what. */
export function OrderManagers({ order }: { order: Order }) {
  const me = useMe();
  const names = useCatalogNames();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const managers = order.licenseManagers ?? [];
  const asked: Asked = { action: 'assign_manager', resource: order.id };
  // A license manager is told no price, and assigns nobody.
  const owns = me.account.role === 'partner' && order.total !== undefined;
  const onDemand = order.fulfillment === 'on_demand';
  const closed = order.status === 'cancelled' || order.status === 'returned';
  const manages = owns && onDemand && !closed && may(me, 'manage_license_managers');
  const add = manages && (
    <Button
      leftSection={<PlusIcon />}
      w="fit-content"
      disabled={names.isPending}
      onClick={() => setOpen({ what: 'add' })}
    >
      {t.addManager}
    </Button>
  );
  return (
    <Section title={t.managers} hint={t.managersHint}>
      {owns && !manages && (
        <Group gap="xs">
          <Text size="sm">{onDemand ? t.mayNotAssign : t.managersOnDemand}</Text>
          <WhyNot asked={asked} />
        </Group>
      )}
      {managers.length > 0 && add}
      {managers.length === 0 ? (
        <Blank title={t.noManagers} hint={manages ? t.noManagersHint : undefined} action={add} />
      ) : (
        <ManagerTable managers={managers} manages={manages} open={setOpen} />
      )}
      <Modal opened={open?.what === 'add'} onClose={close} title={t.addManager} size="lg">
        <AddManager order={order} done={close} />
      </Modal>
      <Modal opened={open?.what === 'edit'} onClose={close} title={t.editManager} size="lg">
        {open?.what === 'edit' && (
          <Stack>
            <Text fw={600}>
              <PartnerName id={open.partnerId} />
            </Text>
            <EditManager order={order} partnerId={open.partnerId} done={close} />
          </Stack>
        )}
      </Modal>
      <Modal opened={open?.what === 'remove'} onClose={close} title={t.removeManager}>
        {open?.what === 'remove' && (
          <Remove order={order} partnerId={open.partnerId} asked={asked} close={close} />
        )}
      </Modal>
    </Section>
  );
}

interface ManagerTableProps {
  managers: LicenseManager[];
  manages: boolean;
  open: (open: Open) => void;
}

function ManagerTable({ managers, manages, open }: ManagerTableProps) {
  const names = useCatalogNames();
  return (
    <WideTable aria-busy={names.isPending} label={t.managers} minWidth={480}>
      <Table.Thead role="rowgroup">
        <Table.Tr role="row">
          <Table.Th role="columnheader">{texts.partners.partner}</Table.Th>
          <Table.Th role="columnheader">{t.mayIssue}</Table.Th>
          <Table.Th role="columnheader">{texts.fields.status}</Table.Th>
          {manages && (
            <Table.Th role="columnheader">
              <VisuallyHidden>{texts.partners.actions}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody role="rowgroup">
        {managers.map((manager) => (
          <Table.Tr key={manager.partnerId} role="row">
            <Table.Td role="cell" data-label={texts.partners.partner} className="wrap">
              <PartnerName id={manager.partnerId} link={manages} />
            </Table.Td>
            <Table.Td role="cell" data-label={t.mayIssue} className="wrap">
              <div>
                {manager.grants.map((grant) => (
                  <MayIssue key={grant.productId} grant={grant} />
                ))}
              </div>
            </Table.Td>
            <Table.Td role="cell" data-label={texts.fields.status}>
              <Badge color={manager.status === 'active' ? 'green' : 'blue'}>
                {manager.status === 'active' ? texts.states.active : t.statuses.pending}
              </Badge>
            </Table.Td>
            {manages && (
              <Table.Td role="cell" ta="right">
                <RowActions manager={manager} open={open} />
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function MayIssue({ grant: { productId, policyIds, licensesMax } }: { grant: Grant }) {
  const names = useCatalogNames();
  return (
    <div>
      {names.product(productId) ?? texts.states.none}
      {licensesMax !== undefined && ` · ${t.atMost(count(licensesMax))}`}
      <Text size="xs" c="dimmed">
        {policyIds === undefined
          ? texts.grants.allPolicies
          : policyIds.map((id) => names.policy(id) ?? texts.grants.gonePolicy).join(', ')}
      </Text>
    </div>
  );
}

interface RowActionsProps {
  manager: LicenseManager;
  open: (open: Open) => void;
}

/** A button says whose row it is in: to a screen reader the icon alone says nothing. */
function RowActions({ manager: { partnerId, status }, open }: RowActionsProps) {
  const name = useQuery({ ...partnerQuery(partnerId), staleTime: 60_000 }).data?.value.name ?? '';
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Tooltip label={texts.actions.edit}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.partners.edit(name)}
          // In a moment the order has another version, which an edit of this one would be refused for.
          disabled={status === 'pending'}
          onClick={() => open({ what: 'edit', partnerId })}
        >
          <Pencil1Icon />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={texts.grants.remove}>
        <ActionIcon
          variant="subtle"
          color="red"
          aria-label={t.removeName(name)}
          onClick={() => open({ what: 'remove', partnerId })}
        >
          <TrashIcon />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

interface RemoveProps {
  order: Order;
  partnerId: string;
  asked: Asked;
  close: () => void;
}

function Remove({ order, partnerId, asked, close }: RemoveProps) {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: () => removeManager(order.id, partnerId),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['orders'] });
      notifications.show({ color: 'green', message: t.managerRemoved });
      close();
    },
  });
  return (
    <Stack>
      <Text fw={600}>
        <PartnerName id={partnerId} />
      </Text>
      <Text size="sm">{t.removeHint}</Text>
      {mutation.isError && <Refusal error={mutation.error} asked={asked} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {texts.actions.cancel}
        </Button>
        <Button color="red.8" loading={mutation.isPending} onClick={() => mutation.mutate()}>
          {t.removeManager}
        </Button>
      </Group>
    </Stack>
  );
}
