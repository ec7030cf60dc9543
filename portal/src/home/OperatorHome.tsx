import { Anchor, Button, Group } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Partner } from '../api/types';
import { listPartners } from '../partners/calls';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { Email } from '../shared/Email';
import { date } from '../shared/format';
import { Page } from '../shared/Page';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { WaitingApplications } from './PartnerHome';
import { FIRST_PAGE } from './upTo';
import { Cards, Waiting } from './Waiting';

const t = texts.home;

const SHOWN = 5;

const NEWEST_VENDORS = {
  type: 'vendor' as const,
  q: '',
  model: '',
  status: '',
  sort: '-createdAt',
};

const columns: Column<Partner>[] = [
  {
    id: 'name',
    header: texts.fields.name,
    cell: ({ id, name }) => (
      <Anchor component={Link} to={`/partner/${id}`} size="sm" fw={600} className="wrap">
        {name}
      </Anchor>
    ),
  },
  {
    id: 'email',
    header: texts.fields.email,
    cell: ({ email }) => <Email address={email} />,
  },
  {
    id: 'createdAt',
    nowrap: true,
    header: texts.partners.joinedOn,
    cell: ({ createdAt }) => date(createdAt),
  },
  {
    id: 'status',
    header: texts.fields.status,
    cell: ({ status }) => (status === 'active' ? texts.states.active : texts.states.inactive),
  },
];

export default function OperatorHome() {
  const queryKey = ['partners', 'newest-vendors'];
  const query = useQuery({
    queryKey,
    queryFn: () => listPartners(NEWEST_VENDORS, { limit: SHOWN }),
  });
  const create = (
    <Button component={Link} to="/partners/new?type=vendor" leftSection={<PlusIcon />}>
      {texts.partners.create.vendors}
    </Button>
  );
  return (
    <Page title={t.title} hint={t.hints.operator} actions={create}>
      <Cards label={t.waiting}>
        <WaitingApplications />
        <Waiting
          label={t.switchedOff}
          hint={t.switchedOffHint}
          to="/partners/vendors?status=inactive"
          queryKey={['partners', 'inactive-vendors']}
          load={() => listPartners({ ...NEWEST_VENDORS, status: 'inactive' }, FIRST_PAGE)}
        />
      </Cards>
      <Section title={t.vendors}>
        <DataTable
          label={t.vendors}
          list={{ query, queryKey, page: 1 }}
          bare
          columns={columns}
          rowId={(vendor) => vendor.id}
          minWidth={560}
          empty={
            <Nothing
              title={texts.partners.empty.vendors}
              hint={texts.partners.emptyHints.vendors}
              action={create}
            />
          }
        />
        {query.data?.next && (
          <Group justify="flex-end">
            <Anchor component={Link} to="/partners/vendors" size="sm">
              {t.all}
            </Anchor>
          </Group>
        )}
      </Section>
    </Page>
  );
}
