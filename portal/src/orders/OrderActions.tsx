// What can be done to an order, each with its consequences before it happens.
import { Alert, Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Order, SellableProduct } from '../api/types';
import { portfolioQuery } from '../portfolio/catalog';
import { useCatalogNames } from '../portfolio/catalogNames';
import { useMe } from '../session/session';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { FormProblem } from '../shared/FormProblem';
import { count } from '../shared/format';
import { useSending } from '../shared/forms';
import { QueryState } from '../shared/QueryState';
import { texts } from '../texts';
import { appendLines, cancelOrder, orderQuery, placeDraft, returnLines } from './calls';
import { LinesField } from './LinesField';
import { orderedOf, validLines, type Line } from './newOrder';
import { changesOf, chosen, returnable } from './returning';

const t = texts.orders;

const ACTIONS = ['place', 'append', 'giveBack', 'cancel'] as const;
type Action = (typeof ACTIONS)[number];

interface DialogProps {
  order: Order;
  done: (order: Order) => void;
  close: () => void;
}

export function OrderActions({ order }: { order: Order }) {
  const queries = useQueryClient();
  const changes = changesOf(order, useMe());
  const [action, setAction] = useState<Action>();
  const close = () => setAction(undefined);
  const props = {
    order,
    close,
    done: (changed: Order) => {
      queries.setQueryData(orderQuery(order.id).queryKey, changed);
      notifications.show({ color: 'green', message: action && t.did[action] });
      close();
      void queries.invalidateQueries({ queryKey: ['orders'] });
    },
  };
  return (
    <>
      {ACTIONS.filter((one) => changes[one]).map((one) => (
        <Button
          key={one}
          variant={one === 'place' ? 'filled' : one === 'cancel' ? 'light' : 'default'}
          color={one === 'cancel' ? 'red' : undefined}
          onClick={() => setAction(one)}
        >
          {t.actions[one]}
        </Button>
      ))}
      {action === 'place' && (
        <ConfirmDialog
          title={t.actions.place}
          consequences={t.consequences.place}
          submit={t.actions.place}
          send={(headers) => placeDraft(order.id, headers)}
          {...props}
        />
      )}
      {action === 'cancel' && (
        <ConfirmDialog
          title={t.actions.cancel}
          consequences={t.consequences.cancel}
          submit={t.actions.cancel}
          final
          send={(headers) => cancelOrder(order.id, headers)}
          {...props}
        />
      )}
      {action === 'append' && <Append {...props} />}
      {action === 'giveBack' && <GiveBack {...props} />}
    </>
  );
}

function Append(props: DialogProps) {
  const portfolio = useQuery(portfolioQuery);
  return (
    <Modal opened onClose={props.close} title={t.actions.append} size="lg">
      <QueryState query={portfolio}>
        {(products) => <AppendForm products={products} {...props} />}
      </QueryState>
    </Modal>
  );
}

function AppendForm({ order, products, done, close }: DialogProps & { products: SellableProduct[] }) {
  const form = useForm<{ lines: Line[] }>({
    initialValues: { lines: [{ policyId: '', quantity: 1 }] },
    validate: { lines: validLines },
  });
  const sending = useSending(form, {
    send: ({ lines }, headers) => appendLines(order.id, orderedOf(lines, products), headers),
    done,
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        <Text size="sm">{t.consequences.append}</Text>
        <LinesField form={form} products={products} />
        <FormProblem refusal={sending.refusal} asked={{ action: 'order' }} />
        <Group>
          <Button type="submit" loading={sending.pending}>
            {t.actions.append}
          </Button>
          <Button variant="default" onClick={close}>
            {texts.actions.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function GiveBack({ order, done, close }: DialogProps) {
  const names = useCatalogNames();
  const lines = order.lines.filter((line) => returnable(order, line) > 0);
  const form = useForm<{ quantities: Record<string, number | string> }>({
    initialValues: { quantities: Object.fromEntries(lines.map(({ id }) => [id, 0])) },
    onValuesChange: () => form.clearFieldError('quantities'),
    validate: {
      quantities: (values) => (chosen(values).length === 0 ? t.returnNothing : null),
    },
  });
  const sending = useSending(form, {
    send: ({ quantities }, headers) => returnLines(order.id, chosen(quantities), headers),
    done,
  });
  return (
    <Modal opened onClose={close} title={t.actions.giveBack} size="lg">
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <Alert color="red">{t.returnConsequences[order.fulfillment]}</Alert>
          {lines.map((line) => (
            <NumberInput
              key={line.id}
              label={[names.product(line.productId), names.policy(line.policyId)].join(' – ')}
              description={t.returnMax(count(returnable(order, line)))}
              min={0}
              max={returnable(order, line)}
              allowDecimal={false}
              maw={320}
              {...form.getInputProps(`quantities.${line.id}`)}
            />
          ))}
          {form.errors.quantities && (
            <Text size="sm" c="red" role="alert">
              {form.errors.quantities}
            </Text>
          )}
          <FormProblem refusal={sending.refusal} />
          <Group>
            <Button type="submit" color="red" loading={sending.pending}>
              {t.actions.giveBack}
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
