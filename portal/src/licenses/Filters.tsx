import { Button, Group, Select, SimpleGrid } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { MixerHorizontalIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { CustomerSelect } from '../customers/CustomerSelect';
import { PartnerSelect } from '../partners/PartnerSelect';
import { catalogNamesQuery } from '../portfolio/catalogNames';
import { may, useMe } from '../session/session';
import { useFilter } from '../shared/lists';
import { Search } from '../shared/Search';
import { texts } from '../texts';
import { offered, type LicenseFilters } from './licenseFilters';
import { OrderSelect } from './OrderSelect';

const t = texts.licenses.filters;

/** Which licenses are shown; all of it is in the address. */
export function Filters({ filters, beside }: { filters: LicenseFilters; beside: ReactNode }) {
  const { account } = useMe();
  const [, setParams] = useSearchParams();
  const panel = useId();
  const more = offered(account.role).filter((name) => name !== 'q' && name !== 'status');
  const set = more.filter((name) => filters[name] !== undefined).length;
  const [opened, { toggle }] = useDisclosure(set > 0);
  return (
    <div role="search">
      <Group gap="sm">
        <Search label={texts.licenses.search} />
        <StatusFilter />
        {more.length > 0 && (
          <Button
            variant="default"
            leftSection={<MixerHorizontalIcon />}
            aria-expanded={opened}
            aria-controls={panel}
            onClick={toggle}
          >
            {set === 0 ? t.more : t.moreOf(set)}
          </Button>
        )}
        {Object.keys(filters).some((name) => name !== 'q') && (
          <Button variant="subtle" onClick={() => setParams({}, { replace: true })}>
            {t.clear}
          </Button>
        )}
        {beside}
      </Group>
      {/* What is not seen asks for nothing. */}
      <div id={panel}>{more.length > 0 && opened && <More />}</div>
    </div>
  );
}

function StatusFilter() {
  const [status, setStatus] = useFilter('status');
  return (
    <Select
      aria-label={texts.fields.status}
      placeholder={texts.partners.anyStatus}
      data={Object.entries(texts.licenses.statuses).map(([value, label]) => ({ value, label }))}
      value={status || null}
      onChange={setStatus}
      clearable
      w={170}
    />
  );
}

function More() {
  const me = useMe();
  const [productId, setProduct] = useFilter('productId');
  const [policyId, setPolicy] = useFilter('policyId');
  const [licenseClass, setClass] = useFilter('class');
  const [customerId, setCustomer] = useFilter('customerId');
  const [partnerId, setPartner] = useFilter('partnerId');
  const [orderId, setOrder] = useFilter('orderId');
  const [payment, setPayment] = useFilter('paymentStatus');
  const { data: catalog = [] } = useQuery(catalogNamesQuery);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} pt="sm" spacing="sm">
      <Select
        label={texts.licenses.product}
        placeholder={t.anyProduct}
        data={catalog.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
        nothingFoundMessage={texts.lists.nothingFound}
        value={productId || null}
        onChange={setProduct}
      />
      <Select
        label={texts.orders.policy}
        placeholder={t.anyPolicy}
        data={catalog
          .filter(({ id }) => productId === '' || id === productId)
          .map(({ name, policies }) => ({
            group: name,
            items: policies.map((policy) => ({ value: policy.id, label: policy.name })),
          }))}
        searchable
        clearable
        nothingFoundMessage={texts.lists.nothingFound}
        value={policyId || null}
        onChange={setPolicy}
      />
      <Select
        label={texts.licenses.class}
        placeholder={t.anyClass}
        data={Object.entries(texts.licenses.classes).map(([value, label]) => ({ value, label }))}
        clearable
        value={licenseClass || null}
        onChange={setClass}
      />
      <CustomerSelect
        label={texts.customers.customer}
        placeholder={t.anyCustomer}
        clearable
        value={customerId || null}
        onChange={setCustomer}
      />
      {(me.account.role === 'operator' || may(me, 'manage_partners')) && (
        <PartnerSelect
          label={texts.partners.partner}
          placeholder={t.anyPartner}
          clearable
          value={partnerId || null}
          onChange={setPartner}
        />
      )}
      <OrderSelect
        label={texts.orders.order}
        placeholder={t.anyOrder}
        clearable
        of={['orders', 'all']}
        value={orderId || null}
        onChange={setOrder}
      />
      <Select
        label={texts.licenses.payment}
        placeholder={t.anyPayment}
        data={Object.entries(texts.licenses.payments).map(([value, label]) => ({ value, label }))}
        clearable
        value={payment || null}
        onChange={setPayment}
      />
    </SimpleGrid>
  );
}
