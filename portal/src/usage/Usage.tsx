import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { choiceOf, choosePartner, partnerQuery } from '../partners/calls';
import { useMe } from '../session/session';
import { Blank } from '../shared/DataTable';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { RemoteSelect } from '../shared/RemoteSelect';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { metersOf } from './meters';
import { UsageOf } from './UsageOf';
import { addressOf, viewOf, type View } from './view';

const t = texts.usage;

/** The view is in the address; every change of it is a step that the back button takes back. */
function useView(): [View, (part: Partial<View>) => void] {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const view = viewOf(params);
  return [view, (part) => void navigate(addressOf({ ...view, ...part }))];
}

/** What was used, of what the reader may see: down from the vendor to a single license. */
export default function Usage() {
  const me = useMe();
  const [view, change] = useView();
  const { role } = me.account;
  return (
    <Page
      title={t.title}
      hint={role === 'customer' ? t.customerHint : t.pageHint}
      actions={
        role !== 'customer' && (
          <>
            <Button component={Link} to="/meters" variant="default">
              {texts.meters.title}
            </Button>
            <Button component={Link} to="/usage-corrections" variant="default">
              {t.settled.title}
            </Button>
          </>
        )
      }
    >
      {role === 'operator' && <Vendor view={view} change={change} />}
      <Section title={t.consumption} hint={t.utc}>
        {role === 'operator' && view.vendor === '' ? (
          <Blank title={t.chooseVendor} hint={t.chooseVendorHint} />
        ) : (
          <Metered view={view} change={change} />
        )}
      </Section>
    </Page>
  );
}

interface ViewProps {
  view: View;
  change: (part: Partial<View>) => void;
}

/** Meter codes are a vendor's own: the operator says whose it means. */
function Vendor({ view, change }: ViewProps) {
  const chosen = useQuery({
    ...partnerQuery(view.vendor),
    enabled: view.vendor !== '',
    retry: false,
  });
  return (
    <RemoteSelect
      label={texts.partners.types.vendor}
      placeholder={t.chooseVendor}
      of={['vendors']}
      search={(q) => choosePartner(['vendor'], q)}
      fixed={chosen.data ? [choiceOf(chosen.data.value)] : []}
      value={view.vendor || null}
      allowDeselect={false}
      onChange={(vendor) =>
        vendor &&
        change({ vendor, meter: '', partner: '', customer: '', license: '', product: '', group: '' })
      }
      maw={360}
    />
  );
}

function Metered({ view, change }: ViewProps) {
  const meters = useQuery(metersOf(useMe(), view.vendor));
  return (
    <QueryState query={meters}>
      {(items) =>
        items.length === 0 ? (
          <Blank title={t.noMeters} />
        ) : (
          <Stack>
            <UsageOf view={view} meters={items} change={change} />
          </Stack>
        )
      }
    </QueryState>
  );
}
