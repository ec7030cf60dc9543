import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { ExclamationTriangleIcon } from '@radix-ui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Partner } from '../api/types';
import { Refusal } from '../shared/QueryState';
import { texts } from '../texts';
import { deletePartner, forgetPartners } from './calls';

const t = texts.partners.deletion;

/** Asks first, and says what is lost: deleting is for ever. */
export function useDeletePartner(): (partner: Partner, done?: () => void) => void {
  return (partner, done) => {
    const modalId = `delete-${partner.id}`;
    modals.open({
      modalId,
      title: t.title(partner.name),
      children: (
        <Confirmation
          partner={partner}
          close={() => modals.close(modalId)}
          deleted={() => {
            modals.close(modalId);
            done?.();
          }}
        />
      ),
    });
  };
}

interface ConfirmationProps {
  partner: Partner;
  close: () => void;
  deleted: () => void;
}

function Confirmation({ partner, close, deleted }: ConfirmationProps) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const mutation = useMutation({
    mutationFn: () => deletePartner(partner.id),
    onSuccess: async () => {
      notifications.show({ color: 'green', message: t.done(partner.name) });
      deleted();
      await forgetPartners(queries);
    },
  });
  const confirmed = typed.trim() === partner.name.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (confirmed && !mutation.isPending) {
          mutation.mutate();
        }
      }}
    >
      <Stack>
        <Alert color="red" icon={<ExclamationTriangleIcon />} title={t.permanent}>
          {t.consequences}
        </Alert>
        <TextInput
          label={
            <Text span inherit className="wrap">
              {t.typeName(partner.name)}
            </Text>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        {mutation.isError && (
          <Refusal
            error={mutation.error}
            asked={{ action: 'manage_partner', resource: partner.id }}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {texts.actions.cancel}
          </Button>
          <Button type="submit" color="red.8" disabled={!confirmed} loading={mutation.isPending}>
            {t.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
