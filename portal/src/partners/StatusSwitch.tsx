import { Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemFrom } from '../api/problem';
import type { Page, Partner } from '../api/types';
import { texts } from '../texts';
import { forgetPartners, switchPartner } from './calls';

const t = texts.partners;

interface StatusSwitchProps {
  partner: Partner;
  /** The list that the switch stands in: it shows the new state before the answer is here. */
  queryKey: readonly unknown[];
  disabled: boolean;
}

/** Lets a partner and everybody below it in, or shuts them out at once. */
export function StatusSwitch({ partner, queryKey, disabled }: StatusSwitchProps) {
  const queries = useQueryClient();
  const show = (status: Partner['status']) =>
    queries.setQueryData<Page<Partner>>(queryKey, (list) =>
      list === undefined
        ? list
        : {
            ...list,
            items: list.items.map((item) => (item.id === partner.id ? { ...item, status } : item)),
          },
    );
  const mutation = useMutation({
    mutationFn: (active: boolean) => switchPartner(partner.id, active),
    onMutate: async (active) => {
      await queries.cancelQueries({ queryKey });
      show(active ? 'active' : 'inactive');
    },
    onSuccess: ({ status }) => {
      show(status);
      notifications.show({
        color: status === 'active' ? 'green' : 'gray',
        message: status === 'active' ? t.activated(partner.name) : t.deactivated(partner.name),
      });
    },
    onError: (error) => {
      show(partner.status);
      notifications.show({
        color: 'red',
        title: t.notSwitched(partner.name),
        message: problemFrom(error).message,
      });
    },
    onSettled: () => void forgetPartners(queries),
  });
  const active = partner.status === 'active';
  return (
    <Switch
      checked={active}
      disabled={disabled || mutation.isPending}
      onChange={(event) => mutation.mutate(event.currentTarget.checked)}
      label={active ? texts.states.active : texts.states.inactive}
      aria-label={t.accessOf(partner.name)}
      color="green.9"
      withThumbIndicator={false}
    />
  );
}
