import { Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import type { Product } from '../api/types';
import { useMe } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { texts } from '../texts';
import { createPolicy, forgetCatalog, productQuery } from './calls';
import { newPolicy, newPolicyOf, policyErrors } from './policyDraft';
import { PolicyFields } from './PolicyFields';

const t = texts.catalog;
const products = { to: '/products', label: t.products };

export default function CreatePolicy() {
  const { id = '' } = useParams();
  const product = useQuery(productQuery(id));
  const value = product.data?.value;
  return (
    <Page
      title={t.createPolicy}
      above={value ? [products, { to: `/products/${id}`, label: value.name }] : [products]}
    >
      <QueryState query={product} asked={{ action: 'see', resource: id }}>
        {({ value }) => <CreateForm product={value} />}
      </QueryState>
    </Page>
  );
}

function CreateForm({ product }: { product: Product }) {
  const currency = useMe().partner?.currency ?? 'EUR';
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: newPolicy,
    validate: (values) => policyErrors(values, currency),
  });
  const sending = useSending(form, {
    send: (values, headers) => createPolicy(newPolicyOf(values, product.id, currency), headers),
    done: async (policy) => {
      notifications.show({ color: 'green', message: t.policyCreated(policy.name) });
      void forgetCatalog(queries);
      await navigate(`/products/${product.id}`);
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack maw={860}>
        <PolicyFields form={form} currency={currency} created={false} />
        <FormProblem refusal={sending.refusal} />
        <Group>
          <Button type="submit" loading={sending.pending}>
            {t.createPolicy}
          </Button>
          <Button component={Link} to={`/products/${product.id}`} variant="default">
            {texts.actions.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
