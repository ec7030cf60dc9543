import { Badge, Button, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { PlusIcon } from '@radix-ui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Versioned } from '../api/client';
import { problemFrom } from '../api/problem';
import type { Customer } from '../api/types';
import { Credits } from '../credits/Credits';
import { LicensesOf } from '../licenses/LicenseTable';
import { PartnerName } from '../partners/PartnerName';
import { plansQuery } from '../plans/calls';
import { ComingPlan } from '../plans/ComingPlan';
import { fromDay } from '../plans/dates';
import { FromDay } from '../plans/FromDay';
import { PlanFacts } from '../plans/PlanTerms';
import { Balances } from '../quotas/Balances';
import { may, useMe } from '../session/session';
import { Email } from '../shared/Email';
import { Facts } from '../shared/Facts';
import { dateTime } from '../shared/format';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { orNull } from '../shared/forms';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { ResetPassword } from '../shared/ResetPassword';
import { texts } from '../texts';
import { customerQuery, patchCustomer, resetPassword, switchCustomer } from './calls';
import { CustomerFields, customerValidation } from './CustomerFields';
import { PlanSelect } from './PlanSelect';

const t = texts.customers;
const above = [{ to: '/customers', label: t.title }];

export default function CustomerPage() {
  const { id = '' } = useParams();
  const customer = useQuery(customerQuery(id));
  if (customer.data === undefined) {
    return (
      <Page title={t.customer} above={above}>
        <QueryState query={customer} asked={{ action: 'see', resource: id }}>
          {() => null}
        </QueryState>
      </Page>
    );
  }
  return <Loaded key={id} customer={customer.data.value} />;
}

function Loaded({ customer }: { customer: Customer }) {
  const me = useMe();
  const queries = useQueryClient();
  const [params, setParams] = useSearchParams();
  const manages = may(me, 'manage_customers');
  const editing = manages && params.has('edit');
  const edit = (on: boolean) => setParams(on ? { edit: '' } : {}, { replace: true });
  return (
    <Page
      title={`${customer.firstName} ${customer.lastName}`}
      above={above}
      badge={customer.status === 'inactive' && <Badge color="gray">{texts.states.inactive}</Badge>}
      actions={
        <>
          {manages && (
            <>
              <ResetButton customer={customer} />
              <CustomerSwitch customer={customer} />
              {!editing && (
                <Button variant="default" onClick={() => edit(true)}>
                  {texts.actions.edit}
                </Button>
              )}
            </>
          )}
          {me.account.role === 'partner' && may(me, 'issue_licenses') && (
            <Button
              component={Link}
              to={`/licenses/new?customerId=${customer.id}`}
              leftSection={<PlusIcon />}
            >
              {texts.licenses.create.title}
            </Button>
          )}
        </>
      }
    >
      {editing ? (
        <Edit id={customer.id} close={() => edit(false)} />
      ) : (
        <Section title={t.details}>
          <CustomerFacts customer={customer} />
        </Section>
      )}
      <Section title={t.plan} hint={t.planHint}>
        {customer.planId ? (
          <CustomerPlan id={customer.planId} />
        ) : (
          <Text size="sm">{t.onNoPlan}</Text>
        )}
        <ComingPlan
          planId={customer.planId}
          plans={customer.plans}
          manages={manages}
          asked={{ action: 'manage_customer', resource: customer.id }}
          send={(change) => patchCustomer(customer.id, undefined, change)}
          done={() => void queries.invalidateQueries({ queryKey: ['customers'] })}
        />
      </Section>
      {may(me, 'read_usage') && <Balances subject={{ customerId: customer.id }} />}
      {may(me, 'read_statements') && <Credits payer={{ customerId: customer.id }} />}
      <Section title={texts.licenses.title}>
        <LicensesOf filters={{ customerId: customer.id }} />
      </Section>
    </Page>
  );
}

function CustomerFacts({ customer }: { customer: Customer }) {
  return (
    <Facts
      facts={[
        [t.firstName, customer.firstName],
        [t.lastName, customer.lastName],
        [t.company, customer.company],
        [texts.fields.email, <Email key="email" address={customer.email} />],
        [t.partner, <PartnerName key="partner" id={customer.partnerId} link />],
        [texts.fields.createdAt, dateTime(customer.createdAt)],
      ]}
    />
  );
}

/**
 * A plan that is not among those that the reader may see is not asked for: the audit trail would
 * tell it as an attempt.
 */
function CustomerPlan({ id }: { id: string }) {
  const me = useMe();
  const plans = useQuery(plansQuery);
  return (
    <QueryState query={plans} lines={3}>
      {(all) =>
        id === me.partner?.planId || all.some((plan) => plan.id === id) ? (
          <PlanFacts id={id} />
        ) : (
          <Text size="sm">{t.planAbove}</Text>
        )
      }
    </QueryState>
  );
}

function ResetButton({ customer }: { customer: Customer }) {
  const [opened, { open, close }] = useDisclosure();
  const name = `${customer.firstName} ${customer.lastName}`;
  return (
    <>
      <Button variant="default" onClick={open}>
        {texts.resetPassword.action}
      </Button>
      <Modal opened={opened} onClose={close} title={texts.resetPassword.title(name)}>
        <ResetPassword
          name={name}
          send={(password, headers) => resetPassword(customer.id, password, headers)}
          done={close}
        />
      </Modal>
    </>
  );
}

function CustomerSwitch({ customer }: { customer: Customer }) {
  const queries = useQueryClient();
  const active = customer.status === 'active';
  const name = `${customer.firstName} ${customer.lastName}`;
  const mutation = useMutation({
    mutationFn: () => switchCustomer(customer.id, !active),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['customers'] });
      notifications.show({
        color: active ? 'gray' : 'green',
        message: active ? t.deactivated(name) : t.activated(name),
      });
    },
    onError: (error) => notifications.show({ color: 'red', message: problemFrom(error).message }),
  });
  return (
    <Button variant="default" loading={mutation.isPending} onClick={() => mutation.mutate()}>
      {active ? texts.actions.deactivate : texts.actions.activate}
    </Button>
  );
}

function Edit({ id, close }: { id: string; close: () => void }) {
  const queries = useQueryClient();
  const load = () => queries.fetchQuery({ ...customerQuery(id), staleTime: 0 });
  return (
    <Section title={t.details}>
      <Fresh load={load} asked={{ action: 'manage_customer', resource: id }}>
        {(read) => <EditForm read={read} load={load} close={close} />}
      </Fresh>
    </Section>
  );
}

interface EditFormProps {
  read: Versioned<Customer>;
  load: () => Promise<Versioned<Customer>>;
  close: () => void;
}

function EditForm({ read, load, close }: EditFormProps) {
  const queries = useQueryClient();
  const { id } = read.value;
  const editing = useEditing(read, {
    load,
    values: (customer: Customer) => ({
      email: customer.email,
      firstName: customer.firstName,
      lastName: customer.lastName,
      company: customer.company ?? '',
      planId: customer.planId ?? null,
      planFrom: '',
    }),
    validate: customerValidation,
    send: ({ email, firstName, lastName, company, planId, planFrom }, at) =>
      patchCustomer(id, at.etag, {
        email: email.trim(),
        firstName: firstName.trim(),
        lastName: lastName.trim(),
        company: orNull(company),
        planId,
        ...fromDay(planFrom),
      }),
    done: (saved) => {
      queries.setQueryData(customerQuery(id).queryKey, saved);
      notifications.show({ color: 'green', message: texts.states.saved });
      close();
      void queries.invalidateQueries({ queryKey: ['customers'] });
    },
  });
  const { form, stored } = editing;
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack maw={720}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <CustomerFields form={form} />
          <PlanSelect
            partnerId={stored.partnerId}
            present={stored.planId}
            {...form.getInputProps('planId')}
          />
          {form.isDirty('planId') && (
            <FromDay label={t.planFrom} {...form.getInputProps('planFrom')} />
          )}
        </SimpleGrid>
        <EditButtons
          editing={editing}
          asked={{ action: 'manage_customer', resource: id }}
          cancel={close}
        />
      </Stack>
    </form>
  );
}
