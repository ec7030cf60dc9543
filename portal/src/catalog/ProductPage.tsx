import { Alert, Anchor, Button, Code, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { PlusIcon } from '@radix-ui/react-icons';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Versioned } from '../api/client';
import type { Policy, Product } from '../api/types';
import { useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { Facts } from '../shared/Facts';
import { count, dateTime, money } from '../shared/format';
import { usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { forgetCatalog, listPolicies, patchProduct, productQuery } from './calls';
import { durationText } from './durations';
import { OnSaleButton, SaleStatus } from './OnSale';
import { draftOf, productPatchOf, productValidation, USUAL_TRIAL_DAYS } from './productDraft';
import { ProductFields } from './ProductFields';
import { managesCatalog } from './Products';

const t = texts.catalog;
const above = [{ to: '/products', label: t.products }];

export default function ProductPage() {
  const { id = '' } = useParams();
  const product = useQuery(productQuery(id));
  if (product.data === undefined) {
    return (
      <Page title={t.product} above={above}>
        <QueryState query={product} asked={{ action: 'see', resource: id }}>
          {() => null}
        </QueryState>
      </Page>
    );
  }
  return <Loaded key={id} product={product.data.value} />;
}

function Loaded({ product }: { product: Product }) {
  const manages = managesCatalog(useMe());
  const [params, setParams] = useSearchParams();
  const editing = manages && params.has('edit');
  const edit = (on: boolean) => setParams(on ? { edit: '' } : {}, { replace: true });
  return (
    <Page
      title={product.name}
      hint={product.description}
      above={above}
      badge={<SaleStatus status={product.status} />}
      actions={
        manages && (
          <>
            <OnSaleButton
              name={product.name}
              status={product.status}
              consequences={t.withdrawProductHint}
              change={(status) => patchProduct(product.id, undefined, { status })}
            />
            {!editing && <Button onClick={() => edit(true)}>{texts.actions.edit}</Button>}
          </>
        )
      }
    >
      {product.status === 'withdrawn' && <Alert color="yellow" title={t.productIsWithdrawn} />}
      <Section title={texts.partners.tabs.details}>
        {editing ? (
          <Edit id={product.id} close={() => edit(false)} />
        ) : (
          <ProductFacts product={product} />
        )}
      </Section>
      <Policies product={product} manages={manages} />
    </Page>
  );
}

function ProductFacts({ product }: { product: Product }) {
  return (
    <Facts
      facts={[
        [t.code, <Code key="code">{product.code}</Code>],
        [t.kind, texts.portfolio.kinds[product.kind]],
        [t.trialDays, t.days(product.trialDays ?? USUAL_TRIAL_DAYS)],
        [texts.fields.createdAt, product.createdAt && dateTime(product.createdAt)],
      ]}
    />
  );
}

function Edit({ id, close }: { id: string; close: () => void }) {
  const queries = useQueryClient();
  const load = () => queries.fetchQuery({ ...productQuery(id), staleTime: 0 });
  return (
    <Fresh load={load} asked={{ action: 'see', resource: id }}>
      {(read) => <EditForm read={read} load={load} close={close} />}
    </Fresh>
  );
}

interface EditFormProps {
  read: Versioned<Product>;
  load: () => Promise<Versioned<Product>>;
  close: () => void;
}

function EditForm({ read, load, close }: EditFormProps) {
  const queries = useQueryClient();
  const { id } = read.value;
  const editing = useEditing(read, {
    load,
    values: draftOf,
    validate: productValidation,
    send: (values, { etag }) => patchProduct(id, etag, productPatchOf(values)),
    done: (saved) => {
      notifications.show({ color: 'green', message: texts.states.saved });
      queries.setQueryData(productQuery(id).queryKey, saved);
      void forgetCatalog(queries);
      close();
    },
  });
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack>
        <ProductFields form={editing.form} created key={editing.version} />
        <EditButtons editing={editing} cancel={close} />
      </Stack>
    </form>
  );
}

const columns: Column<Policy>[] = [
  {
    id: 'name',
    header: texts.fields.name,
    cell: (policy) => (
      <Anchor component={Link} to={`/policies/${policy.id}`} size="sm" fw={600} className="wrap">
        {policy.name}
      </Anchor>
    ),
  },
  { id: 'type', header: t.type, cell: (policy) => texts.licenses.types[policy.type] },
  {
    id: 'duration',
    header: t.duration,
    nowrap: true,
    cell: (policy) => lastsText(policy),
  },
  {
    id: 'machines',
    header: t.machinesMax,
    align: 'right',
    cell: (policy) =>
      policy.machinesMax === undefined ? t.unbound : count(policy.machinesMax),
  },
  {
    id: 'price',
    header: texts.portfolio.price,
    align: 'right',
    nowrap: true,
    cell: (policy) => (policy.price ? money(policy.price) : texts.states.none),
  },
  {
    id: 'status',
    header: texts.fields.status,
    cell: (policy) => <SaleStatus status={policy.status} />,
  },
];

/** How long a license under it is valid. */
export function lastsText(policy: Policy): string {
  return policy.duration !== undefined
    ? durationText(policy.duration)
    : policy.type === 'trial'
      ? t.asProduct
      : t.noEnd;
}

function Policies({ product, manages }: { product: Product; manages: boolean }) {
  const list = usePages(['catalog', 'policies'], { productId: product.id }, (at) =>
    listPolicies(product.id, at),
  );
  const create = manages && (
    <Button
      component={Link}
      to={`/products/${product.id}/policies/new`}
      leftSection={<PlusIcon />}
      w="fit-content"
    >
      {t.createPolicy}
    </Button>
  );
  const none = list.query.data?.items.length === 0;
  return (
    <Section title={t.policies} hint={t.policiesHint}>
      {!none && create}
      <DataTable
        label={t.policies}
        list={list}
        bare
        columns={columns}
        rowId={(policy) => policy.id}
        minWidth={700}
        empty={<Nothing title={t.noPolicies} hint={t.noPoliciesHint} action={create} />}
      />
    </Section>
  );
}
