import { Group } from '@mantine/core';
import { useMe } from '../session/session';
import { useFilter } from '../shared/lists';
import { Page } from '../shared/Page';
import { Search } from '../shared/Search';
import { texts } from '../texts';
import { LicenseTable } from './LicenseTable';

const t = texts.licenses;

/** A partner's: those of its branch. A customer's: its own. */
export default function Licenses() {
  const customer = useMe().account.role === 'customer';
  const [q] = useFilter('q');
  return (
    <Page title={t.title} hint={customer ? t.ownHint : t.hint}>
      {!customer && (
        <Group role="search">
          <Search label={t.search} />
        </Group>
      )}
      <LicenseTable filters={{ q }} showCustomer={!customer} />
    </Page>
  );
}
