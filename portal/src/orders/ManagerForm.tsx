// Adding a license manager to an order, and changing what one may issue.
import { Button, Stack } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { Versioned } from '../api/client';
import type { Order, SellableProduct } from '../api/types';
import { useCatalogNames } from '../portfolio/catalogNames';
import { draftErrors, GrantPicker } from '../portfolio/GrantPicker';
import { draftOf, grantOf, newDraft, type GrantDraft } from '../portfolio/grants';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { RemoteSelect } from '../shared/RemoteSelect';
import { required } from '../shared/validation';
import type { Asked } from '../shared/WhyNot';
import { texts } from '../texts';
import { orderQuery } from './calls';
import { chooseManager, grantsOf, loadOrder, orderedProducts, putManager } from './managers';

const t = texts.orders;

interface GrantsProps<V extends { grants: GrantDraft[] }> {
  form: UseFormReturnType<V>;
  products: SellableProduct[];
}

function Grants<V extends { grants: GrantDraft[] }>({ form, products }: GrantsProps<V>) {
  return (
    <GrantPicker
      catalog={products}
      value={form.values.grants}
      errors={form.errors}
      onChange={(grants) => {
        form.setValues({ grants } as Partial<V>);
        // What was wrong with them was said about other ones.
        Object.keys(form.errors)
          .filter((path) => path.startsWith('grants'))
          .forEach((path) => form.clearFieldError(path));
      }}
      allHint={t.everyPolicyHint}
      noEnd
    />
  );
}

function grantErrors(grants: GrantDraft[]): Record<string, string> {
  return grants.length === 0 ? { grants: t.grantsNeeded } : draftErrors(grants);
}

function assigning(order: Order): Asked {
  return { action: 'assign_manager', resource: order.id };
}

interface FormProps {
  order: Order;
  done: () => void;
}

export function AddManager({ order, done }: FormProps) {
  const queries = useQueryClient();
  const products = orderedProducts(order, useCatalogNames());
  const form = useForm({
    initialValues: {
      partnerId: null as string | null,
      grants: products.map(({ productId }) => newDraft(productId)),
    },
    validate: (values) => {
      const missing = required(values.partnerId ?? '');
      return {
        ...(missing === null ? {} : { partnerId: missing }),
        ...grantErrors(values.grants),
      };
    },
  });
  const sending = useSending(form, {
    send: ({ partnerId, grants }) =>
      putManager(order, undefined, partnerId ?? '', grants.map(grantOf)),
    done: ({ value }) => {
      queries.setQueryData(orderQuery(order.id).queryKey, value);
      void queries.invalidateQueries({ queryKey: ['orders'] });
      notifications.show({ color: 'green', message: t.managerAdded });
      done();
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        <RemoteSelect
          label={texts.partners.partner}
          description={t.managerHint}
          required
          of={['license-managers', order.id]}
          search={(q) => chooseManager(order, q)}
          {...form.getInputProps('partnerId')}
        />
        <Grants form={form} products={products} />
        <FormProblem refusal={sending.refusal} asked={assigning(order)} />
        <Button type="submit" loading={sending.pending}>
          {t.addManager}
        </Button>
      </Stack>
    </form>
  );
}

interface EditProps extends FormProps {
  partnerId: string;
}

export function EditManager({ order, partnerId, done }: EditProps) {
  const load = () => loadOrder(order.id);
  return (
    <Fresh load={load} asked={{ action: 'see', resource: order.id }}>
      {(read) => <EditForm read={read} load={load} partnerId={partnerId} done={done} />}
    </Fresh>
  );
}

interface EditFormProps {
  read: Versioned<Order>;
  load: () => Promise<Versioned<Order>>;
  partnerId: string;
  done: () => void;
}

function EditForm({ read, load, partnerId, done }: EditFormProps) {
  const queries = useQueryClient();
  const products = orderedProducts(read.value, useCatalogNames());
  const editing = useEditing(read, {
    load,
    values: (order: Order) => ({ grants: grantsOf(order, partnerId).map(draftOf) }),
    validate: (values) => grantErrors(values.grants),
    send: (values, at) => putManager(at.value, at.etag, partnerId, values.grants.map(grantOf)),
    done: ({ value }) => {
      queries.setQueryData(orderQuery(value.id).queryKey, value);
      void queries.invalidateQueries({ queryKey: ['orders'] });
      notifications.show({ color: 'green', message: texts.states.saved });
      done();
    },
  });
  const { form } = editing;
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack>
        <Grants form={form} products={products} />
        <EditButtons
          editing={editing}
          asked={assigning(read.value)}
          cancel={done}
          changed={form.isDirty()}
        />
      </Stack>
    </form>
  );
}
