import { Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { createProduct, forgetCatalog } from './calls';
import { newProduct, newProductOf, productValidation } from './productDraft';
import { ProductFields } from './ProductFields';

const t = texts.catalog;

export default function CreateProduct() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm({ initialValues: newProduct, validate: productValidation });
  const sending = useSending(form, {
    send: (values, headers) => createProduct(newProductOf(values), headers),
    done: async (product) => {
      notifications.show({ color: 'green', message: t.productCreated(product.name) });
      void forgetCatalog(queries);
      await navigate(`/products/${product.id}`);
    },
  });
  return (
    <Page title={t.createProduct} above={[{ to: '/products', label: t.products }]}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={860}>
          <Section title={t.product}>
            <ProductFields form={form} created={false} />
          </Section>
          <FormProblem refusal={sending.refusal} />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.createProduct}
            </Button>
            <Button component={Link} to="/products" variant="default">
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
