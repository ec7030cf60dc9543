import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemFrom } from '../api/problem';
import type { Partner } from '../api/types';
import { texts } from '../texts';
import { forgetPartners, switchPartner } from './calls';

const t = texts.partners;

/** Activate or deactivate, on a partner's own page. */
export function PartnerSwitch({ partner }: { partner: Partner }) {
  const queries = useQueryClient();
  const active = partner.status === 'active';
  const mutation = useMutation({
    mutationFn: () => switchPartner(partner.id, !active),
    onSuccess: async () => {
      await forgetPartners(queries);
      notifications.show({
        color: active ? 'gray' : 'green',
        message: active ? t.deactivated(partner.name) : t.activated(partner.name),
      });
    },
    onError: (error) =>
      notifications.show({
        color: 'red',
        title: t.notSwitched(partner.name),
        message: problemFrom(error).message,
      }),
  });
  return (
    <Button variant="default" loading={mutation.isPending} onClick={() => mutation.mutate()}>
      {active ? texts.actions.deactivate : texts.actions.activate}
    </Button>
  );
}
