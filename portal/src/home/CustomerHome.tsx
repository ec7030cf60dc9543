import { listLicenses } from '../licenses/calls';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { NewestLicenses } from './NewestLicenses';
import { FIRST_PAGE } from './upTo';
import { Cards, Waiting } from './Waiting';

const t = texts.home;

export default function CustomerHome() {
  return (
    <Page title={t.title} hint={t.hints.customer}>
      <Cards label={t.waiting}>
        <Waiting
          label={t.expiring}
          hint={t.customerExpiringHint}
          to="/licenses?status=EXPIRING"
          queryKey={['licenses', 'expiring']}
          load={() => listLicenses({ status: 'EXPIRING' }, FIRST_PAGE)}
        />
        <Waiting
          label={t.notActivated}
          hint={t.notActivatedHint}
          to="/licenses?status=INACTIVE"
          queryKey={['licenses', 'inactive']}
          load={() => listLicenses({ status: 'INACTIVE' }, FIRST_PAGE)}
        />
      </Cards>
      <NewestLicenses title={t.yours} columns={['key', 'type', 'machines', 'expiresAt']} />
    </Page>
  );
}
