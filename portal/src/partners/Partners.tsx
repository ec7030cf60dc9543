import { Button, Group, Select } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { Link, useParams } from 'react-router';
import { may, useMe } from '../session/session';
import { isForbidden } from '../api/problem';
import { DataTable, Nothing } from '../shared/DataTable';
import { useFilter, usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { Search } from '../shared/Search';
import NoSuchPage from '../shell/NoSuchPage';
import { texts } from '../texts';
import { listPartners } from './calls';
import { isKind, kinds, type Kind } from './kinds';
import { Overview } from './Overview';
import { usePartnerColumns } from './partnerColumns';

const t = texts.partners;

export default function Partners() {
  const { kind } = useParams();
  // Another kind is another page: its search starts anew.
  return isKind(kind) ? <PartnerList key={kind} kind={kind} /> : <NoSuchPage />;
}

function PartnerList({ kind }: { kind: Kind }) {
  const me = useMe();
  const [q] = useFilter('q');
  const [model, setModel] = useFilter('model');
  const [status, setStatus] = useFilter('status');
  const [sort, setSort] = useFilter('sort');
  const filters = { type: kinds[kind], q, model, status, sort: sort || '-createdAt' };
  const list = usePages(['partners', 'list'], filters, (at) => listPartners(filters, at));
  const columns = usePartnerColumns(kind, list);
  const mayCreate =
    kind === 'vendors' ? me.account.role === 'operator' : may(me, 'manage_partners');
  const create = mayCreate && (
    <Button component={Link} to={`/partners/new?type=${kinds[kind]}`} leftSection={<PlusIcon />}>
      {t.create[kind]}
    </Button>
  );
  const refused = isForbidden(list.query.error);
  const filtered = q !== '' || model !== '' || status !== '';
  return (
    <Page title={t.titles[kind]} hint={t.hints[kind]} actions={create}>
      {kind !== 'vendors' && !refused && <Overview kind={kind} />}
      {!refused && (
        <Group gap="sm" role="search">
          <Search label={t.search} />
          {kind !== 'vendors' && (
            <Select
              aria-label={t.model}
              placeholder={t.anyModel}
              data={[
                { value: 'own_plans', label: t.models.own_plans },
                { value: 'commission', label: t.models.commission },
              ]}
              value={model || null}
              onChange={setModel}
              clearable
              w={190}
            />
          )}
          <Select
            aria-label={texts.fields.status}
            placeholder={t.anyStatus}
            data={[
              { value: 'active', label: texts.states.active },
              { value: 'inactive', label: texts.states.inactive },
            ]}
            value={status || null}
            onChange={setStatus}
            clearable
            w={150}
          />
        </Group>
      )}
      <DataTable
        label={t.titles[kind]}
        list={list}
        columns={columns}
        rowId={(partner) => partner.id}
        asked={{ action: 'manage_partner' }}
        sort={filters.sort}
        onSort={setSort}
        minWidth={860}
        empty={
          filtered ? (
            <Nothing title={texts.lists.nothingFound} hint={texts.lists.nothingFoundHint} />
          ) : (
            <Nothing title={t.empty[kind]} hint={t.emptyHints[kind]} action={create} />
          )
        }
      />
    </Page>
  );
}
