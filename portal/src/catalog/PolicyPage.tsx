import { Alert, Button, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import type { Versioned } from '../api/client';
import type { Policy } from '../api/types';
import { useMe } from '../session/session';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { Facts } from '../shared/Facts';
import { count, dateTime, money } from '../shared/format';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { forgetCatalog, patchPolicy, policyQuery, productQuery } from './calls';
import { durationText } from './durations';
import { OnSaleButton, SaleStatus } from './OnSale';
import { draftOf, policyErrors, policyPatchOf } from './policyDraft';
import { PolicyFields } from './PolicyFields';
import { lastsText } from './ProductPage';
import { managesCatalog } from './Products';

const t = texts.catalog;
const products = { to: '/products', label: t.products };

export default function PolicyPage() {
  const { id = '' } = useParams();
  const policy = useQuery(policyQuery(id));
  if (policy.data === undefined) {
    return (
      <Page title={t.policy} above={[products]}>
        <QueryState query={policy} asked={{ action: 'see', resource: id }}>
          {() => null}
        </QueryState>
      </Page>
    );
  }
  return <Loaded key={id} policy={policy.data.value} />;
}

function Loaded({ policy }: { policy: Policy }) {
  const manages = managesCatalog(useMe());
  const product = useQuery(productQuery(policy.productId)).data?.value;
  const [params, setParams] = useSearchParams();
  const editing = manages && params.has('edit');
  const edit = (on: boolean) => setParams(on ? { edit: '' } : {}, { replace: true });
  return (
    <Page
      title={policy.name}
      above={[
        products,
        ...(product ? [{ to: `/products/${product.id}`, label: product.name }] : []),
      ]}
      badge={<SaleStatus status={policy.status} />}
      actions={
        manages && (
          <>
            <OnSaleButton
              name={policy.name}
              status={policy.status}
              consequences={t.withdrawPolicyHint}
              change={(status) => patchPolicy(policy.id, undefined, { status })}
            />
            {!editing && <Button onClick={() => edit(true)}>{texts.actions.edit}</Button>}
          </>
        )
      }
    >
      {policy.status === 'withdrawn' ? (
        <Alert color="yellow" title={t.policyIsWithdrawn} />
      ) : (
        product?.status === 'withdrawn' && <Alert color="yellow" title={t.productIsWithdrawn} />
      )}
      {editing ? (
        <Edit id={policy.id} close={() => edit(false)} />
      ) : (
        <Section title={t.terms}>
          <PolicyFacts policy={policy} />
        </Section>
      )}
    </Page>
  );
}

function PolicyFacts({ policy }: { policy: Policy }) {
  const entitlements = policy.entitlements ?? [];
  return (
    <Facts
      facts={[
        [t.type, texts.licenses.types[policy.type]],
        [t.duration, lastsText(policy)],
        [t.expiresFrom, policy.duration && t.starts[policy.expiresFrom ?? 'issue']],
        [t.grace, policy.grace && durationText(policy.grace)],
        [t.usageAfterEnd, t.usagesAfterEnd[policy.usageAfterEnd ?? 'reject']],
        [t.trials, t.trialRules[policy.trials ?? 'once_per_customer']],
        [texts.portfolio.price, policy.price ? money(policy.price) : t.noPrice],
        [t.requirePrimary, policy.requirePrimary ? t.yes : t.no],
        [
          t.machinesMax,
          policy.machinesMax === undefined ? t.unbound : count(policy.machinesMax),
        ],
        [t.overage, policy.machinesMax && overageText(policy)],
        [t.strict, policy.strict ? t.yes : t.no],
        [t.matching, policy.machinesMax && t.matchings[policy.matching ?? 'match_all']],
        [t.floating, policy.floating ? t.yes : t.no],
        [t.heartbeat, policy.heartbeat && durationText(policy.heartbeat)],
        [t.entitlements, entitlements.join(', ')],
        [t.filesWithoutEnd, policy.filesWithoutEnd ? t.yes : t.no],
        [t.scheme, policy.scheme && t.schemes[policy.scheme]],
        [texts.fields.createdAt, policy.createdAt && dateTime(policy.createdAt)],
      ]}
    />
  );
}

function overageText({ overage }: Policy): string {
  const text = t.overages[overage?.mode ?? 'refuse'];
  return overage?.factor === undefined ? text : `${text}: ${overage.factor}`;
}

function Edit({ id, close }: { id: string; close: () => void }) {
  const queries = useQueryClient();
  const load = () => queries.fetchQuery({ ...policyQuery(id), staleTime: 0 });
  return (
    <Fresh load={load} asked={{ action: 'see', resource: id }}>
      {(read) => <EditForm read={read} load={load} close={close} />}
    </Fresh>
  );
}

interface EditFormProps {
  read: Versioned<Policy>;
  load: () => Promise<Versioned<Policy>>;
  close: () => void;
}

function EditForm({ read, load, close }: EditFormProps) {
  const queries = useQueryClient();
  const own = useMe().partner?.currency ?? 'EUR';
  const { id, price } = read.value;
  const currency = price?.currency ?? own;
  const editing = useEditing(read, {
    load,
    values: draftOf,
    validate: (values) => policyErrors(values, currency),
    send: (values, { etag }) => patchPolicy(id, etag, policyPatchOf(values, currency)),
    done: (saved) => {
      notifications.show({ color: 'green', message: texts.states.saved });
      queries.setQueryData(policyQuery(id).queryKey, saved);
      void forgetCatalog(queries);
      close();
    },
  });
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack maw={860}>
        <Alert color="blue" title={t.editHint} />
        <PolicyFields form={editing.form} currency={currency} created key={editing.version} />
        <EditButtons editing={editing} cancel={close} />
      </Stack>
    </form>
  );
}
