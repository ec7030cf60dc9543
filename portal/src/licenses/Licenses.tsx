import { Button, Checkbox, Group, Paper, Text } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { License } from '../api/types';
import { may, useMe } from '../session/session';
import type { Column } from '../shared/DataTable';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { actionsOn, PLAIN_ACTIONS, type PlainAction } from './lifecycle';
import { ActOnMany } from './ActOnMany';
import { ColumnPicker } from './ColumnPicker';
import { columnsOf, useChosenColumns } from './columns';
import { Filters } from './Filters';
import { filtersOf } from './licenseFilters';
import { licenseName } from './LicenseKey';
import { LicenseTable, useLicenses } from './LicenseTable';

const t = texts.licenses;

/** A partner's: those of its branch. A customer's: its own. */
export default function Licenses() {
  const me = useMe();
  const { role } = me.account;
  const [params] = useSearchParams();
  const filters = filtersOf(params, role);
  const list = useLicenses(filters);
  const { offers, chosen, choose } = useChosenColumns(role);
  const issues = role === 'partner' && may(me, 'issue_licenses');
  const ticks = useTicks(JSON.stringify(filters));
  const create = issues && (
    <Button component={Link} to="/licenses/new" leftSection={<PlusIcon />}>
      {t.create.title}
    </Button>
  );
  const bulk = issues && (
    <Button component={Link} to="/license-batches/new" variant="default">
      {texts.batches.title}
    </Button>
  );
  const actions = (
    <>
      {bulk}
      {create}
    </>
  );
  const columns = columnsOf(chosen);
  return (
    <Page title={t.title} hint={role === 'customer' ? t.ownHint : t.hint} actions={actions}>
      <Filters
        filters={filters}
        beside={<ColumnPicker offers={offers} chosen={chosen} choose={choose} />}
      />
      {issues && <Ticked ticks={ticks} page={list.query.data?.items ?? []} />}
      <LicenseTable
        list={list}
        columns={issues ? [tick(ticks), ...columns] : columns}
        filtered={Object.keys(filters).length > 0}
        action={create}
      />
    </Page>
  );
}

interface Ticks {
  all: License[];
  has: (id: string) => boolean;
  set: (licenses: License[], on: boolean) => void;
  clear: () => void;
}

/** What is ticked stays so over the pages of a list; another list begins with nothing. */
function useTicks(about: string): Ticks {
  const [ticked, setTicked] = useState<{ about: string; licenses: License[] }>({
    about,
    licenses: [],
  });
  const all = ticked.about === about ? ticked.licenses : [];
  const has = (id: string) => all.some((license) => license.id === id);
  return {
    all,
    has,
    set(licenses, on) {
      const others = all.filter(({ id }) => licenses.every((license) => license.id !== id));
      setTicked({ about, licenses: on ? [...others, ...licenses] : others });
    },
    clear: () => setTicked({ about, licenses: [] }),
  };
}

function tick(ticks: Ticks): Column<License> {
  return {
    id: 'tick',
    header: t.columns.tick,
    unlabelled: true,
    cell: (license) => (
      <Checkbox
        aria-label={t.tick(licenseName(license))}
        checked={ticks.has(license.id)}
        onChange={(event) => ticks.set([license], event.currentTarget.checked)}
      />
    ),
  };
}

/** What can be done with those that are ticked. */
function Ticked({ ticks, page }: { ticks: Ticks; page: License[] }) {
  const [action, setAction] = useState<PlainAction>();
  const onPage = page.filter(({ id }) => ticks.has(id)).length;
  const actions = PLAIN_ACTIONS.filter((one) =>
    ticks.all.some((license) => actionsOn(license).includes(one)),
  );
  return (
    <Paper withBorder className="surface" px="md" py="xs">
      <Group gap="sm" mih={36}>
        <Checkbox
          label={t.tickAll}
          disabled={page.length === 0}
          checked={onPage > 0 && onPage === page.length}
          indeterminate={onPage > 0 && onPage < page.length}
          onChange={(event) => ticks.set(page, event.currentTarget.checked)}
        />
        {ticks.all.length > 0 && (
          <>
            <Text size="sm" c="dimmed" aria-live="polite">
              {t.ticked(ticks.all.length)}
            </Text>
            {actions.map((one) => (
              <Button
                key={one}
                size="xs"
                variant="light"
                color={one === 'revoke' ? 'red' : undefined}
                onClick={() => setAction(one)}
              >
                {t.actions[one]}
              </Button>
            ))}
            <Button size="xs" variant="subtle" color="gray" onClick={ticks.clear}>
              {t.untick}
            </Button>
          </>
        )}
      </Group>
      {action && (
        <ActOnMany
          action={action}
          licenses={ticks.all}
          close={(done) => {
            setAction(undefined);
            if (done) {
              ticks.clear();
            }
          }}
        />
      )}
    </Paper>
  );
}
