import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Versioned } from '../api/client';
import type { License } from '../api/types';
import { CustomerSelect } from '../customers/CustomerSelect';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { required } from '../shared/validation';
import { texts } from '../texts';
import { actionsOn, type Action } from './lifecycle';
import { actOn, forgetLicenses, licenseQuery, transferLicense } from './calls';

const t = texts.licenses;

/** Everything that can be done to a license, each with its consequences before it happens. */
export function Actions({ license }: { license: License }) {
  const queries = useQueryClient();
  const [action, setAction] = useState<Action>();
  const close = () => setAction(undefined);
  const done = (changed: Versioned<License>) => {
    queries.setQueryData(licenseQuery(license.id).queryKey, changed);
    notifications.show({ color: 'green', message: action && t.did[action] });
    close();
    void forgetLicenses(queries);
  };
  return (
    <>
      {actionsOn(license).map((one) => (
        <Button
          key={one}
          variant={one === 'revoke' ? 'light' : 'default'}
          color={one === 'revoke' ? 'red' : undefined}
          onClick={() => setAction(one)}
        >
          {t.actions[one]}
        </Button>
      ))}
      {action === 'transfer' ? (
        <Transfer license={license} done={done} close={close} />
      ) : (
        action && (
          <ConfirmDialog
            title={t.confirm[action]}
            consequences={t.consequences[action]}
            submit={t.actions[action]}
            final={action === 'revoke'}
            asked={{ action, resource: license.id }}
            send={(headers) => actOn(license.id, action, headers)}
            done={done}
            close={close}
          />
        )
      )}
    </>
  );
}

interface TransferProps {
  license: License;
  done: (changed: Versioned<License>) => void;
  close: () => void;
}

function Transfer({ license, done, close }: TransferProps) {
  const form = useForm({ initialValues: { customerId: '' }, validate: { customerId: required } });
  const sending = useSending(form, {
    send: ({ customerId }, headers) => transferLicense(license.id, customerId, headers),
    done,
  });
  return (
    <Modal opened onClose={close} title={t.confirm.transfer}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <Alert color="blue">{t.consequences.transfer}</Alert>
          <CustomerSelect
            label={t.transferTo}
            required
            {...form.getInputProps('customerId')}
            value={form.values.customerId || null}
            onChange={(id) => form.setFieldValue('customerId', id ?? '')}
          />
          <FormProblem
            refusal={sending.refusal}
            asked={{
              action: 'transfer',
              resource: license.id,
              ...(form.values.customerId === '' ? {} : { customerId: form.values.customerId }),
            }}
          />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.actions.transfer}
            </Button>
            <Button variant="default" onClick={close}>
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
