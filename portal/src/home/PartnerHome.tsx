import { Button } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { Link } from 'react-router';
import { answer, api } from '../api/client';
import type { Me, Order, Page as PageOf } from '../api/types';
import { listApplications } from '../applications/calls';
import { FirstRun } from '../catalog/FirstRun';
import { listLicenses } from '../licenses/calls';
import { mayDrawFrom } from '../licenses/newLicense';
import { may } from '../session/session';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { Figures } from './Figures';
import { NewestLicenses } from './NewestLicenses';
import { FIRST_PAGE } from './upTo';
import { Cards, Waiting } from './Waiting';

const t = texts.home;

export default function PartnerHome({ me }: { me: Me }) {
  const issues = may(me, 'issue_licenses');
  const create = issues && (
    <Button component={Link} to="/licenses/new" leftSection={<PlusIcon />}>
      {texts.licenses.create.title}
    </Button>
  );
  return (
    <Page
      title={t.title}
      hint={t.hints.partner}
      actions={
        <>
          {create}
          {may(me, 'manage_customers') && (
            <Button
              component={Link}
              to="/customers/new"
              variant={issues ? 'default' : 'filled'}
              leftSection={<PlusIcon />}
            >
              {texts.customers.create}
            </Button>
          )}
        </>
      }
    >
      <FirstRun />
      <Cards label={t.waiting}>
        {me.partner?.type !== 'vendor' && (
          <Waiting
            label={t.unpaid}
            hint={t.unpaidHint}
            to="/licenses?paymentStatus=pending"
            queryKey={['licenses', 'unpaid']}
            load={() => listLicenses({ paymentStatus: 'pending' }, FIRST_PAGE)}
          />
        )}
        <Waiting
          label={t.expiring}
          hint={t.expiringHint}
          to="/licenses?status=EXPIRING"
          queryKey={['licenses', 'expiring']}
          load={() => listLicenses({ status: 'EXPIRING' }, FIRST_PAGE)}
        />
        {issues && (
          <Waiting<Order>
            label={t.orders}
            hint={t.ordersHint}
            to="/orders"
            queryKey={['orders', 'newest']}
            load={() =>
              answer<PageOf<Order>>(api.GET('/api/v1/orders', { params: { query: FIRST_PAGE } }))
            }
            counts={(order) => mayDrawFrom(order, me)}
          />
        )}
        {may(me, 'manage_partners') && <WaitingApplications />}
      </Cards>
      <Figures me={me} />
      <NewestLicenses
        title={t.newest}
        columns={['customer', 'key', 'issuedAt', 'expiresAt']}
        action={create}
      />
    </Page>
  );
}

export function WaitingApplications() {
  return (
    <Waiting
      label={t.applications}
      hint={t.applicationsHint}
      to="/applications"
      queryKey={['applications', 'pending']}
      load={() => listApplications('pending', FIRST_PAGE)}
    />
  );
}
