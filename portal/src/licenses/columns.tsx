// The columns of a list of licenses, and which of them a reader has chosen.
import { Anchor, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Link } from 'react-router';
import type { License, Me } from '../api/types';
import { PartnerName } from '../partners/PartnerName';
import type { Column } from '../shared/DataTable';
import { date } from '../shared/format';
import { texts } from '../texts';
import { LicenseStatus } from './LicenseStatus';
import { ShortKey } from './LicenseKey';

const t = texts.licenses;

export type ColumnId =
  | 'product'
  | 'customer'
  | 'key'
  | 'class'
  | 'type'
  | 'machines'
  | 'partner'
  | 'payment'
  | 'issuedAt'
  | 'expiresAt'
  | 'status';

/** Every list has them: without a name and a state a row says nothing. */
const ALWAYS: ColumnId[] = ['product', 'status'];
const AT_FIRST: ColumnId[] = ['customer', 'key', 'machines', 'expiresAt'];

const all: (Column<License> & { id: ColumnId })[] = [
  {
    id: 'product',
    header: t.product,
    cell: (license) => (
      <>
        <Anchor
          component={Link}
          to={`/licenses/${license.id}`}
          size="sm"
          fw={600}
          className="wrap"
        >
          {license.productName}
        </Anchor>
        <Text size="xs" c="dimmed" className="wrap">
          {license.policyName}
        </Text>
      </>
    ),
  },
  {
    id: 'customer',
    header: texts.customers.customer,
    cell: (license) => license.customerName,
  },
  { id: 'key', header: t.key, cell: (license) => <ShortKey license={license} /> },
  { id: 'class', header: t.class, cell: (license) => t.classes[license.class] },
  { id: 'type', header: t.type, cell: (license) => t.types[license.type] },
  {
    id: 'machines',
    header: t.machines,
    cell: (license) =>
      license.machinesMax === undefined
        ? (license.machinesCount ?? 0)
        : t.machinesOf(license.machinesCount ?? 0, license.machinesMax),
  },
  {
    id: 'partner',
    header: texts.partners.partner,
    cell: (license) => <PartnerName id={license.partnerId} link />,
  },
  {
    id: 'payment',
    header: t.payment,
    cell: ({ paymentStatus }) =>
      paymentStatus ? t.payments[paymentStatus] : texts.states.none,
  },
  {
    id: 'issuedAt',
    nowrap: true,
    header: t.issuedAt,
    cell: (license) => date(license.issuedAt),
  },
  {
    id: 'expiresAt',
    nowrap: true,
    header: t.expires,
    cell: (license) => (license.expiresAt ? date(license.expiresAt) : t.never),
  },
  {
    id: 'status',
    header: texts.fields.status,
    cell: (license) => <LicenseStatus status={license.status} />,
  },
];

export function columnsOf(ids: readonly ColumnId[]): Column<License>[] {
  return all.filter(({ id }) => ALWAYS.includes(id) || ids.includes(id));
}

/** What a reader may choose from; a customer knows whose its licenses are, and not who sold them. */
export function choosable(role: Me['account']['role']): { id: ColumnId; header: string }[] {
  const hidden: ColumnId[] =
    role === 'customer' ? [...ALWAYS, 'customer', 'partner', 'payment'] : ALWAYS;
  return all.filter(({ id }) => !hidden.includes(id));
}

/** A choice of this browser, as the colours are: it says nothing about whoever is signed in. */
export function useChosenColumns(role: Me['account']['role']) {
  const [stored, store] = useLocalStorage<ColumnId[]>({
    key: 'keyway-license-columns',
    defaultValue: AT_FIRST,
    getInitialValueInEffect: false,
  });
  const offers = choosable(role);
  // Another version, or another hand, may have written anything.
  const chosen = (Array.isArray(stored) ? stored : AT_FIRST).filter((id) =>
    offers.some((offer) => offer.id === id),
  );
  return { offers, chosen, choose: (ids: string[]) => store(ids as ColumnId[]) };
}
