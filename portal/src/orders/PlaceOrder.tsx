import { Button, Group, Radio, Stack, Table, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { newKey } from '../api/submission';
import type { Order, OrderLine, SellableProduct } from '../api/types';
import { chooseCustomer } from '../customers/calls';
import { NewCustomerDialog } from '../customers/NewCustomerDialog';
import { portfolioQuery } from '../portfolio/catalog';
import { may, useMe } from '../session/session';
import { BillRows } from './BillRows';
import { billOf, discountPercentOf } from './bill';
import { LinesField } from './LinesField';
import { orderedOf, questionOf, validLines, type Values } from './newOrder';
import { FormProblem } from '../shared/FormProblem';
import { orAbsent, useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { QueryState, Refusal } from '../shared/QueryState';
import { RemoteSelect, type Choice } from '../shared/RemoteSelect';
import { Section } from '../shared/Section';
import { required } from '../shared/validation';
import { texts } from '../texts';

const t = texts.orders;

export default function PlaceOrder() {
  const portfolio = useQuery(portfolioQuery);
  return (
    <Page title={t.create} above={[{ to: '/orders', label: t.title }]}>
      <QueryState query={portfolio}>{(products) => <OrderForm products={products} />}</QueryState>
    </Page>
  );
}

function OrderForm({ products }: { products: SellableProduct[] }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const creates = may(useMe(), 'manage_customers');
  const [creating, { open, close }] = useDisclosure();
  const [created, setCreated] = useState<Choice[]>([]);
  const form = useForm<Values>({
    initialValues: {
      customerId: null,
      fulfillment: 'immediate',
      externalReferenceId: '',
      lines: [{ policyId: '', quantity: 1 }],
    },
    validate: {
      customerId: (value, { fulfillment }) =>
        fulfillment === 'immediate' ? required(value ?? '') : null,
      lines: validLines,
    },
  });
  const body = (values: Values) => ({
    ...(values.customerId === null ? {} : { customerId: values.customerId }),
    fulfillment: values.fulfillment,
    externalReferenceId: orAbsent(values.externalReferenceId),
    lines: orderedOf(values.lines, products),
  });
  const draft = useRef(false);
  const sending = useSending(form, {
    send: (values, headers) =>
      answer<Order>(
        api.POST('/api/v1/orders', { headers, body: { ...body(values), draft: draft.current } }),
      ),
    done: async (order) => {
      notifications.show({ color: 'green', message: draft.current ? t.drafted : t.placed });
      void queries.invalidateQueries({ queryKey: ['orders'] });
      await navigate(`/orders/${order.id}`);
    },
  });
  const [priced] = useDebouncedValue(form.values, 300);
  const complete = priced.lines.every(
    ({ policyId, quantity }) => policyId !== '' && Number(quantity) >= 1,
  );
  // Whom it is for does not change what it costs.
  const asked = { fulfillment: 'on_demand' as const, lines: body(priced).lines };
  const preview = useQuery({
    queryKey: ['orders', 'preview', asked],
    queryFn: () =>
      answer<{ lines: OrderLine[] }>(
        api.POST('/api/v1/orders/preview', {
          headers: { 'Idempotency-Key': newKey() },
          body: asked,
        }),
      ),
    enabled: complete,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const bill = complete && preview.data ? billOf(preview.data.lines) : undefined;
  return (
    <>
      {creating && (
        <NewCustomerDialog
          close={close}
          done={({ id, firstName, lastName, email }) => {
            setCreated([{ value: id, label: `${firstName} ${lastName} (${email})` }]);
            form.setFieldValue('customerId', id);
            close();
          }}
        />
      )}
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={860}>
          <Section title={t.lines}>
            <LinesField form={form} products={products} />
          </Section>
          <Section title={t.terms}>
            <Radio.Group label={t.fulfillment} {...form.getInputProps('fulfillment')}>
              <Stack gap="xs" mt={4}>
                {(['immediate', 'on_demand'] as const).map((value) => (
                  <Radio
                    key={value}
                    value={value}
                    label={t.fulfillments[value]}
                    description={t.fulfillmentHints[value]}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <Group align="flex-start">
              <RemoteSelect
                label={texts.customers.customer}
                clearable
                required={form.values.fulfillment === 'immediate'}
                flex="1 1 260px"
                maw={420}
                of={['customers']}
                search={chooseCustomer}
                fixed={created}
                {...form.getInputProps('customerId')}
              />
              {creates && (
                <Button variant="default" mt={{ base: 0, xs: 25 }} onClick={open}>
                  {texts.customers.create}
                </Button>
              )}
            </Group>
            <TextInput
              label={t.externalReference}
              maxLength={200}
              maw={420}
              {...form.getInputProps('externalReferenceId')}
            />
          </Section>
          <Section title={t.price}>
            <div aria-live="polite">
              {bill ? (
                <Table maw={420} aria-label={t.price} layout="fixed">
                  <BillRows bill={bill} span={1} discount={t.discountOf(discountPercentOf(preview.data!.lines))} />
                </Table>
              ) : complete && preview.isError ? (
                <Refusal error={preview.error} asked={questionOf(priced)} />
              ) : (
                <Text size="sm" c="dimmed">
                  {t.totalLater}
                </Text>
              )}
            </div>
          </Section>
          <FormProblem refusal={sending.refusal} asked={questionOf(form.values)} />
          <Group>
            <Button
              type="submit"
              loading={sending.pending && !draft.current}
              disabled={sending.pending && draft.current}
              onClick={() => {
                draft.current = false;
              }}
            >
              {t.place}
            </Button>
            <Button
              type="submit"
              variant="default"
              loading={sending.pending && draft.current}
              disabled={sending.pending && !draft.current}
              onClick={() => {
                draft.current = true;
              }}
            >
              {t.saveDraft}
            </Button>
            <Button component={Link} to="/orders" variant="default">
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </>
  );
}
