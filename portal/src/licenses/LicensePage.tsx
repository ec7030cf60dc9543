import { Anchor, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { License, Me } from '../api/types';
import { orderQuery } from '../orders/calls';
import { PartnerName } from '../partners/PartnerName';
import { Balances } from '../quotas/Balances';
import { may, useMe } from '../session/session';
import { Facts, type Fact } from '../shared/Facts';
import { date, dateTime, money } from '../shared/format';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { ShortId } from '../shared/ShortId';
import { texts } from '../texts';
import { Actions } from './Actions';
import { givesFiles } from './lifecycle';
import { licenseQuery, orderName } from './calls';
import { Files } from './Files';
import { asText } from './forward';
import { History } from './History';
import { CopyText } from './LicenseKey';
import { LicenseStatus } from './LicenseStatus';
import { Machines } from './Machines';
import { Notes } from './Notes';

const t = texts.licenses;
const above = [{ to: '/licenses', label: t.title }];

export default function LicensePage() {
  const { id = '' } = useParams();
  const license = useQuery(licenseQuery(id));
  if (license.data === undefined) {
    return (
      <Page title={t.license} above={above}>
        <QueryState query={license} asked={{ action: 'see', resource: id }}>
          {() => null}
        </QueryState>
      </Page>
    );
  }
  return <Loaded key={id} license={license.data.value} />;
}

function Loaded({ license }: { license: License }) {
  const me = useMe();
  const customer = me.account.role === 'customer';
  const issues = me.account.role === 'partner' && may(me, 'issue_licenses');
  return (
    <Page
      title={license.productName}
      hint={<ShortId id={license.id} />}
      above={above}
      badge={<LicenseStatus status={license.status} />}
      actions={issues && <Actions license={license} />}
    >
      <Section title={t.details.keyTitle} hint={t.details.keyHint}>
        <Text className="key" size="sm">
          {license.key}
        </Text>
        <Group>
          <CopyText value={license.key} label={t.copyKey} />
          <CopyText value={asText([license])} label={t.created.copyText} />
        </Group>
      </Section>
      <Section title={t.details.title}>
        <Terms license={license} role={me.account.role} issues={issues} />
      </Section>
      {customer && license.customerDetails && (
        <Section title={t.details.writtenToYou}>
          <Text className="written">{license.customerDetails}</Text>
        </Section>
      )}
      {(customer || may(me, 'read_usage')) && <Balances subject={{ licenseId: license.id }} />}
      <Machines license={license} releases={customer || issues} />
      {givesFiles(license) && <Files license={license} />}
      {issues && <Notes id={license.id} />}
      {!customer && may(me, 'read_audit') && <History id={license.id} />}
    </Page>
  );
}

interface TermsProps {
  license: License;
  role: Me['account']['role'];
  issues: boolean;
}

function Terms({ license, role, issues }: TermsProps) {
  const sold = license.paymentStatus !== undefined;
  return (
    <Facts
      facts={[
        [t.policy, license.policyName],
        [t.type, t.types[license.type]],
        [t.class, t.classes[license.class]],
        ...(role === 'customer' ? [] : ownership(license)),
        [t.issuedAt, dateTime(license.issuedAt)],
        [t.expires, license.expiresAt ? dateTime(license.expiresAt) : withoutEnd(license)],
        ...(license.validUntil && license.validUntil !== license.expiresAt
          ? ([[t.graceUntil, dateTime(license.validUntil)]] satisfies Fact[])
          : []),
        [t.details.machinesMax, license.machinesMax ?? t.details.unlimited],
        ...(license.floating ? ([[t.details.floating, t.details.yes]] satisfies Fact[]) : []),
        ...(license.heartbeat
          ? ([[t.details.heartbeat, license.heartbeat]] satisfies Fact[])
          : []),
        [t.details.entitlements, (license.entitlements ?? []).join(', ')],
        ...(sold ? sale(license) : []),
        // Whoever issues licenses reads them where they are edited.
        ...(role !== 'customer' && !issues ? written(license) : []),
      ]}
    />
  );
}

function withoutEnd({ duration, expiresFrom }: License): string {
  return duration === undefined ? t.never : t.notBegun[expiresFrom ?? 'issue'];
}

function ownership(license: License): Fact[] {
  return [
    [
      texts.customers.customer,
      <Anchor
        key="customer"
        component={Link}
        to={`/customers/${license.customerId}`}
        size="sm"
        className="wrap"
      >
        {license.customerName}
      </Anchor>,
    ],
    [texts.partners.partner, <PartnerName key="partner" id={license.partnerId} link />],
  ];
}

/** How it was sold, for whoever sold it. */
function sale({ orderId, price, paymentStatus, ...license }: License): Fact[] {
  const paid = license.customerPaid
    ? license.customerPaidDate
      ? t.details.paidOn(date(license.customerPaidDate))
      : t.details.yes
    : t.details.no;
  return [
    [
      t.details.order,
      orderId ? <OrderLink key="order" id={orderId} /> : t.details.noOrder,
    ],
    [t.details.price, price && money(price)],
    [t.payment, paymentStatus && t.payments[paymentStatus]],
    [t.details.customerPaid, paid],
  ];
}

function written({ resellerNotes, customerDetails }: License): Fact[] {
  const lines = (text: string | undefined) => text && <span className="written">{text}</span>;
  return [
    [t.notes.resellerNotes, lines(resellerNotes)],
    [t.notes.customerDetails, lines(customerDetails)],
  ];
}

function OrderLink({ id }: { id: string }) {
  const order = useQuery({ ...orderQuery(id), retry: false });
  return (
    <Anchor component={Link} to={`/orders/${id}`} size="sm" className="wrap">
      {order.data ? orderName(order.data) : t.details.order}
    </Anchor>
  );
}
