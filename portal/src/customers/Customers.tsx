import { Button, Group } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { Link } from 'react-router';
import { may, useMe } from '../session/session';
import { useFilter } from '../shared/lists';
import { Page } from '../shared/Page';
import { Search } from '../shared/Search';
import { texts } from '../texts';
import { CustomerTable } from './CustomerTable';

const t = texts.customers;

export default function Customers() {
  const me = useMe();
  const [q] = useFilter('q');
  const creates = may(me, 'manage_customers');
  const create = creates && (
    <Button component={Link} to="/customers/new" leftSection={<PlusIcon />}>
      {t.create}
    </Button>
  );
  return (
    <Page
      title={t.title}
      hint={t.hint}
      actions={
        creates && (
          <>
            {me.account.role === 'partner' && (
              <Button component={Link} to="/customers/transfer" variant="default">
                {t.transfer.title}
              </Button>
            )}
            {create}
          </>
        )
      }
    >
      <Group role="search">
        <Search label={t.search} />
      </Group>
      <CustomerTable q={q} action={create} />
    </Page>
  );
}
