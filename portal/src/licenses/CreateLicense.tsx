import {
  Button,
  Group,
  NumberInput,
  Paper,
  Radio,
  Select,
  SimpleGrid,
  Stack,
} from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { PlusIcon } from '@radix-ui/react-icons';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { License } from '../api/types';
import { CustomerSelect } from '../customers/CustomerSelect';
import { NewCustomerDialog } from '../customers/NewCustomerDialog';
import { orderQuery } from '../orders/calls';
import { portfolioQuery } from '../portfolio/catalog';
import { catalogNamesQuery } from '../portfolio/catalogNames';
import { may, useMe } from '../session/session';
import { Blank } from '../shared/DataTable';
import { money } from '../shared/format';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { useFilter } from '../shared/lists';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { required } from '../shared/validation';
import { texts } from '../texts';
import { forgetLicenses, issueLicenses, trialDaysQuery } from './calls';
import { Created } from './Created';
import {
  AT_ONCE_MAX,
  bodyOf,
  chosenFrom,
  fromOrder,
  fromPortfolio,
  mayDrawFrom,
  QUANTITY_MAX,
  questionOf,
  type Offer,
  type Values,
} from './newLicense';
import { NoteFields } from './NoteFields';
import { OrderSelect } from './OrderSelect';

const t = texts.licenses.create;
const above = [{ to: '/licenses', label: texts.licenses.title }];

export default function CreateLicense() {
  const [created, setCreated] = useState<License[]>();
  if (created !== undefined) {
    return <Created licenses={created} another={() => setCreated(undefined)} />;
  }
  return (
    <Page title={t.title} above={above}>
      <Form created={setCreated} />
    </Page>
  );
}

/** What may be created: of the order that the address names, or else of the portfolio. */
function useOffers(orderId: string): UseQueryResult<Offer[]> {
  const me = useMe();
  const portfolio = useQuery({
    ...portfolioQuery,
    enabled: orderId === '',
    select: fromPortfolio,
  });
  const names = useQuery({ ...catalogNamesQuery, enabled: orderId !== '' });
  const order = useQuery({
    ...orderQuery(orderId),
    enabled: orderId !== '' && names.data !== undefined,
    retry: false,
    select: (found) => fromOrder(found, me.partner?.id, names.data ?? []),
  });
  return orderId === '' ? portfolio : names.isError ? (names as never) : order;
}

function Form({ created }: { created: (licenses: License[]) => void }) {
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [params] = useSearchParams();
  const [orderId, setOrderId] = useFilter('orderId');
  const [opened, { open, close }] = useDisclosure();
  const offers = useOffers(orderId);
  const form = useForm<Values>({
    initialValues: {
      productId: '',
      policyId: params.get('policyId') ?? '',
      customerId: params.get('customerId') ?? '',
      quantity: 1,
      class: 'primary',
      type: 'policy',
      resellerNotes: '',
      customerDetails: '',
      customerPaid: false,
      customerPaidDate: '',
    },
    validate: {
      productId: required,
      policyId: required,
      customerId: required,
      quantity: (value) =>
        Number(value) >= 1 && Number(value) <= QUANTITY_MAX ? null : t.quantityRange,
    },
  });
  const sending = useSending(form, {
    send: (values, headers) => issueLicenses(bodyOf(values, orderId), headers),
    done: (issued) => {
      void forgetLicenses(queries);
      if ('issuance' in issued) {
        void navigate(`/issuances/${issued.issuance.id}`);
      } else {
        created(issued.items);
      }
    },
  });
  const offered = offers.data;
  useEffect(() => {
    // Another order, or none, offers other products.
    if (offered !== undefined) {
      form.setValues(chosenFrom(offered, form.getValues().policyId));
    }
  }, [offered]);
  return (
    <>
      {/* A form of its own: within this one it would send both. */}
      {opened && (
        <NewCustomerDialog
          close={close}
          done={({ id }) => {
            form.setFieldValue('customerId', id);
            close();
          }}
        />
      )}
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={860}>
          <Section title={t.whatSection}>
            <OrderSelect
              label={t.order}
              description={t.orderHint}
              clearable
              maw={420}
              of={['orders', 'drawn']}
              only={(order) => mayDrawFrom(order, me)}
              value={orderId || null}
              onChange={setOrderId}
            />
            <QueryState
              query={offers}
              lines={2}
              asked={orderId === '' ? { action: 'issue' } : { action: 'see', resource: orderId }}
            >
              {(found) =>
                found.length === 0 ? (
                  <Paper>
                    <Blank
                      title={orderId === '' ? texts.portfolio.empty : t.nothingInOrder}
                      hint={orderId === '' ? texts.portfolio.emptyHint : t.nothingInOrderHint}
                    />
                  </Paper>
                ) : (
                  <What form={form} offers={found} />
                )
              }
            </QueryState>
          </Section>
          <Section title={t.customerSection}>
            <Group align="flex-end">
              <CustomerSelect
                label={texts.customers.customer}
                required
                flex="1 1 260px"
                maw={420}
                {...form.getInputProps('customerId')}
                value={form.values.customerId || null}
                onChange={(id) => form.setFieldValue('customerId', id ?? '')}
              />
              {may(me, 'manage_customers') && (
                <Button variant="default" leftSection={<PlusIcon />} onClick={open}>
                  {t.newCustomer}
                </Button>
              )}
            </Group>
          </Section>
          <Section title={t.notesSection}>
            <NoteFields form={form} />
          </Section>
          <FormProblem refusal={sending.refusal} asked={questionOf(form.values, orderId)} />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.submit}
            </Button>
            <Button component={Link} to="/licenses" variant="default">
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </>
  );
}

interface WhatProps {
  form: UseFormReturnType<Values>;
  offers: Offer[];
}

function What({ form, offers }: WhatProps) {
  const { values } = form;
  const offer = offers.find(({ productId }) => productId === values.productId);
  const policy = offer?.policies.find(({ policyId }) => policyId === values.policyId);
  const { data: trialDays } = useQuery({
    ...trialDaysQuery(values.productId),
    enabled: values.productId !== '',
  });
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={texts.licenses.product}
          data={offers.map(({ productId, name }) => ({ value: productId, label: name }))}
          searchable
          required
          allowDeselect={false}
          {...form.getInputProps('productId')}
          value={values.productId || null}
          onChange={(productId) => {
            const chosen = offers.filter((one) => one.productId === productId);
            form.setValues(chosenFrom(chosen, ''));
          }}
        />
        <Select
          label={texts.licenses.policy}
          description={policy?.price && t.listPrice(money(policy.price))}
          data={(offer?.policies ?? []).map(({ policyId, name }) => ({
            value: policyId,
            label: name,
          }))}
          searchable
          required
          allowDeselect={false}
          disabled={offer === undefined}
          {...form.getInputProps('policyId')}
          value={values.policyId || null}
          onChange={(policyId) => form.setFieldValue('policyId', policyId ?? '')}
        />
      </SimpleGrid>
      <NumberInput
        label={texts.orders.quantity}
        description={t.quantityHint(AT_ONCE_MAX)}
        min={1}
        max={QUANTITY_MAX}
        allowDecimal={false}
        required
        maw={260}
        {...form.getInputProps('quantity')}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Radio.Group label={texts.licenses.class} {...form.getInputProps('class')}>
          <Stack gap="xs" mt={4}>
            {(['primary', 'additional'] as const).map((value) => (
              <Radio
                key={value}
                value={value}
                label={texts.licenses.classes[value]}
                description={t.classHints[value]}
              />
            ))}
          </Stack>
        </Radio.Group>
        {policy?.type !== 'trial' && (
          <Radio.Group label={t.type} {...form.getInputProps('type')}>
            <Stack gap="xs" mt={4}>
              <Radio
                value="policy"
                label={policy?.type ? t.full[policy.type] : t.fullLicense}
                description={t.fullHint}
              />
              <Radio
                value="trial"
                label={t.trial}
                description={trialDays == null ? t.trialHint : t.trialDays(trialDays)}
              />
            </Stack>
          </Radio.Group>
        )}
      </SimpleGrid>
    </>
  );
}
