import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Product } from '../api/types';
import { Refusal } from '../shared/QueryState';
import { texts } from '../texts';
import { forgetCatalog } from './calls';

const t = texts.catalog;

export function SaleStatus({ status }: { status: Product['status'] }) {
  return <Badge color={status === 'active' ? 'green' : 'gray'}>{t.statuses[status]}</Badge>;
}

interface OnSaleProps {
  name: string;
  status: Product['status'];
  /** What ends with it. */
  consequences: string;
  change: (status: Product['status']) => Promise<unknown>;
}

/** Takes a product or policy off sale, or puts it back; what that means is said first. */
export function OnSaleButton({ name, status, consequences, change }: OnSaleProps) {
  const withdraws = status === 'active';
  const ask = () => {
    const modalId = modals.open({
      title: withdraws ? t.withdrawTitle(name) : t.restoreTitle(name),
      children: (
        <Confirmation
          text={withdraws ? consequences : t.restoreHint}
          label={withdraws ? t.withdraw : t.restore}
          color={withdraws ? 'red.8' : undefined}
          send={() => change(withdraws ? 'withdrawn' : 'active')}
          said={withdraws ? t.withdrawn(name) : t.restored(name)}
          close={() => modals.close(modalId)}
        />
      ),
    });
  };
  return (
    <Button
      variant="default"
      c={withdraws ? 'var(--mantine-color-error)' : undefined}
      onClick={ask}
    >
      {withdraws ? t.withdraw : t.restore}
    </Button>
  );
}

interface ConfirmationProps {
  text: string;
  label: string;
  color?: string;
  send: () => Promise<unknown>;
  said: string;
  close: () => void;
}

function Confirmation({ text, label, color, send, said, close }: ConfirmationProps) {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      await forgetCatalog(queries);
      notifications.show({ color: 'green', message: said });
      close();
    },
  });
  return (
    <Stack>
      <Text size="sm">{text}</Text>
      {mutation.isError && <Refusal error={mutation.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {texts.actions.cancel}
        </Button>
        <Button color={color} loading={mutation.isPending} onClick={() => mutation.mutate()}>
          {label}
        </Button>
      </Group>
    </Stack>
  );
}
