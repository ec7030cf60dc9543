import { ActionIcon, Badge, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { CheckIcon, CopyIcon } from '@radix-ui/react-icons';
import { answer, api } from '../api/client';
import type { License, Page } from '../api/types';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { date } from '../shared/format';
import { usePages } from '../shared/lists';
import { texts } from '../texts';

const t = texts.licenses;

const colors: Record<License['status'], string> = {
  ACTIVE: 'green',
  INACTIVE: 'gray',
  EXPIRING: 'yellow',
  EXPIRED: 'red',
  SUSPENDED: 'orange',
  BANNED: 'red',
};

export interface LicenseFilters {
  q?: string;
  customerId?: string;
  orderId?: string;
}

interface LicenseTableProps {
  filters: LicenseFilters;
  /** Whose they are is clear from the page. */
  showCustomer?: boolean;
  bare?: boolean;
}

export function LicenseTable({ filters, showCustomer = false, bare }: LicenseTableProps) {
  const query = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
  const list = usePages(['licenses'], query, (at) =>
    answer<Page<License>>(api.GET('/api/v1/licenses', { params: { query: { ...query, ...at } } })),
  );
  const columns: Column<License>[] = [
    {
      id: 'product',
      header: t.product,
      cell: (license) => (
        <>
          <Text size="sm" fw={600} className="wrap">
            {license.productName}
          </Text>
          <Text size="xs" c="dimmed" className="wrap">
            {license.policyName}
          </Text>
        </>
      ),
    },
    ...(showCustomer
      ? [
          {
            id: 'customer',
            header: texts.customers.customer,
            cell: (license: License) => license.customerName ?? texts.states.none,
          },
        ]
      : []),
    { id: 'key', header: t.key, cell: (license) => <Key license={license} /> },
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
      id: 'expiresAt',
      nowrap: true,
      header: t.expires,
      cell: (license) => (license.expiresAt ? date(license.expiresAt) : t.never),
    },
    {
      id: 'status',
      header: texts.fields.status,
      cell: (license) => <Badge color={colors[license.status]}>{t.statuses[license.status]}</Badge>,
    },
  ];
  return (
    <DataTable
      label={t.title}
      list={list}
      bare={bare}
      columns={columns}
      rowId={(license) => license.id}
      minWidth={820}
      empty={
        filters.q ? (
          <Nothing title={texts.lists.nothingFound} hint={texts.lists.nothingFoundHint} />
        ) : (
          <Nothing title={t.empty} />
        )
      }
    />
  );
}

/** Signed keys begin alike: it is the end that tells them apart. */
function short(key: string): string {
  return key.length <= 28 ? key : `${key.slice(0, 8)}…${key.slice(-14)}`;
}

/** Enough of a key to know it by, and the whole of it on the clipboard. */
function Key({ license: { key, productName } }: { license: License }) {
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="xs" ff="monospace" className="nowrap">
        {short(key)}
      </Text>
      <CopyButton value={key}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? texts.actions.copied : t.copyKey}>
            <ActionIcon
              variant="subtle"
              color={copied ? 'green' : 'gray'}
              onClick={copy}
              aria-label={copied ? texts.actions.copied : `${t.copyKey}: ${productName}`}
            >
              {copied ? <CheckIcon /> : <CopyIcon />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
