import { Alert, Button, Group, Modal, Radio, Select, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Versioned } from '../api/client';
import type { License } from '../api/types';
import { CustomerSelect } from '../customers/CustomerSelect';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { portfolioQuery } from '../portfolio/catalog';
import { money } from '../shared/format';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { required } from '../shared/validation';
import { texts } from '../texts';
import { actionsOn, RENEW_FROM, type Action, type RenewFrom } from './lifecycle';
import {
  actOn,
  changePolicy,
  forgetLicenses,
  licenseQuery,
  renewLicense,
  transferLicense,
} from './calls';

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
      {action && <Dialog action={action} license={license} done={done} close={close} />}
    </>
  );
}

interface DialogProps {
  license: License;
  done: (changed: Versioned<License>) => void;
  close: () => void;
}

function Dialog({ action, ...props }: DialogProps & { action: Action }) {
  const { license, done, close } = props;
  switch (action) {
    case 'transfer':
      return <Transfer {...props} />;
    case 'renew':
      return <Renew {...props} />;
    case 'changePolicy':
      return <ChangePolicy {...props} />;
    case 'suspend':
    case 'reinstate':
    case 'revoke':
      return (
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
      );
  }
}

function Renew({ license, done, close }: DialogProps) {
  const form = useForm<{ from: RenewFrom }>({ initialValues: { from: 'latest' } });
  const sending = useSending(form, {
    send: ({ from }, headers) => renewLicense(license.id, from, headers),
    done,
  });
  return (
    <Modal opened onClose={close} title={t.confirm.renew}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <Alert color="blue">{t.consequences.renew}</Alert>
          <Radio.Group label={t.renewFrom} {...form.getInputProps('from')}>
            <Stack gap="xs" mt={4}>
              {RENEW_FROM.map((from) => (
                <Radio key={from} value={from} label={t.renewFroms[from]} />
              ))}
            </Stack>
          </Radio.Group>
          <FormProblem
            refusal={sending.refusal}
            asked={{ action: 'renew', resource: license.id }}
          />
          <DialogButtons submit={t.actions.renew} pending={sending.pending} close={close} />
        </Stack>
      </form>
    </Modal>
  );
}

function ChangePolicy({ license, done, close }: DialogProps) {
  const portfolio = useQuery(portfolioQuery);
  const policies =
    portfolio.data
      ?.find(({ productId }) => productId === license.productId)
      ?.policies.filter(({ policyId }) => policyId !== license.policyId) ?? [];
  const form = useForm<{ policyId: string; expiry: 'keep' | 'reset' }>({
    initialValues: { policyId: '', expiry: 'keep' },
    validate: { policyId: required },
  });
  const sending = useSending(form, {
    send: (values, headers) => changePolicy(license.id, values, headers),
    done,
  });
  return (
    <Modal opened onClose={close} title={t.confirm.changePolicy}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <Alert color="blue">{t.consequences.changePolicy}</Alert>
          <Select
            label={t.newPolicy}
            description={policies.length === 0 && portfolio.data ? t.noOtherPolicy : undefined}
            required
            data={policies.map(({ policyId, name, price }) => ({
              value: policyId,
              label: price ? `${name} · ${money(price)}` : name,
            }))}
            {...form.getInputProps('policyId')}
            value={form.values.policyId || null}
          />
          <Radio.Group label={t.expires} {...form.getInputProps('expiry')}>
            <Stack gap="xs" mt={4}>
              <Radio value="keep" label={t.keepExpiry} />
              <Radio value="reset" label={t.resetExpiry} />
            </Stack>
          </Radio.Group>
          <FormProblem refusal={sending.refusal} />
          <DialogButtons
            submit={t.actions.changePolicy}
            pending={sending.pending}
            close={close}
          />
        </Stack>
      </form>
    </Modal>
  );
}

function DialogButtons(props: { submit: string; pending: boolean; close: () => void }) {
  return (
    <Group>
      <Button type="submit" loading={props.pending}>
        {props.submit}
      </Button>
      <Button variant="default" onClick={props.close}>
        {texts.actions.cancel}
      </Button>
    </Group>
  );
}

function Transfer({ license, done, close }: DialogProps) {
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
          <DialogButtons submit={t.actions.transfer} pending={sending.pending} close={close} />
        </Stack>
      </form>
    </Modal>
  );
}
