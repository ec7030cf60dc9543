import { Anchor, SegmentedControl, Text } from '@mantine/core';
import { Link } from 'react-router';
import { isForbidden } from '../api/problem';
import type { Application } from '../api/types';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { Email } from '../shared/Email';
import { date } from '../shared/format';
import { useFilter, usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { listApplications } from './calls';
import { ApplicationStatus } from './ApplicationStatus';

const t = texts.applications;

const columns: Column<Application>[] = [
  {
    id: 'name',
    header: texts.fields.name,
    cell: (application) => (
      <Anchor
        component={Link}
        to={`/applications/${application.id}`}
        size="sm"
        fw={600}
        className="wrap"
      >
        {application.name}
      </Anchor>
    ),
  },
  {
    id: 'email',
    header: texts.fields.email,
    cell: (application) => (
      <Text size="sm">
        <Email address={application.email} />
      </Text>
    ),
  },
  {
    id: 'type',
    header: texts.partners.type,
    cell: (application) => texts.partners.types[application.type],
  },
  {
    id: 'createdAt',
    nowrap: true,
    header: t.receivedOn,
    cell: (application) => date(application.createdAt),
  },
  {
    id: 'status',
    header: texts.fields.status,
    cell: (application) => <ApplicationStatus status={application.status} />,
  },
];

export default function Applications() {
  const [asked, setStatus] = useFilter('status');
  const status = asked === '' ? 'pending' : asked;
  const filter = status === 'all' ? '' : status;
  const list = usePages(['applications', 'list'], { filter }, (at) => listApplications(filter, at));
  return (
    <Page title={t.title} hint={t.hint}>
      {!isForbidden(list.query.error) && (
        <SegmentedControl
          aria-label={texts.fields.status}
          w="fit-content"
          value={status}
          onChange={setStatus}
          data={[
            ...(['pending', 'approved', 'rejected'] as const).map((value) => ({
              value,
              label: t.statuses[value],
            })),
            { value: 'all', label: texts.lists.all },
          ]}
        />
      )}
      <DataTable
        label={t.title}
        list={list}
        columns={columns}
        rowId={(application) => application.id}
        asked={{ action: 'manage_partner' }}
        empty={<Nothing title={t.empty} hint={status === 'pending' ? t.emptyHint : undefined} />}
      />
    </Page>
  );
}
