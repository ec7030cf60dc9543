import { Badge, Button, Group, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { Me, Partner } from '../api/types';
import { Credits } from '../credits/Credits';
import { may, useMe } from '../session/session';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { StaffList } from '../staff/StaffList';
import { texts } from '../texts';
import { partnerQuery } from './calls';
import { useDeletePartner } from './DeletePartner';
import { kindOf } from './kinds';
import { PartnerCustomers } from './PartnerCustomers';
import { PartnerDetails } from './PartnerDetails';
import { PartnerPermissions } from './PartnerPermissions';
import { PartnerPlan } from './PartnerPlan';
import { PartnerPortfolio } from './PartnerPortfolio';
import { PartnerSwitch } from './PartnerSwitch';
import { PartnerUsage } from './PartnerUsage';

const t = texts.partners;
const tabs = [
  'details',
  'plan',
  'usage',
  'credits',
  'portfolio',
  'permissions',
  'customers',
  'accounts',
] as const;
type Tab = (typeof tabs)[number];

export default function PartnerPage() {
  const { id = '' } = useParams();
  const partner = useQuery(partnerQuery(id));
  if (partner.data === undefined) {
    return (
      <Page title={t.partner}>
        <QueryState query={partner} asked={{ action: 'see', resource: id }}>
          {() => null}
        </QueryState>
      </Page>
    );
  }
  return <Loaded key={id} partner={partner.data.value} />;
}

/** What is changed with a partner's own page is its parent's business, never its own. */
export function managesPartner(me: Me, partner: Partner): boolean {
  return may(me, 'manage_partners') && me.partner?.id !== partner.id;
}

function Loaded({ partner }: { partner: Partner }) {
  const me = useMe();
  const { tab } = useParams();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const confirmDelete = useDeletePartner();
  const list = `/partners/${kindOf(partner.type)}`;
  const vendor = partner.type === 'vendor';
  const manages = managesPartner(me, partner);
  const shown = tabs.filter(
    (one) =>
      (!vendor || (one !== 'plan' && one !== 'portfolio' && one !== 'credits')) &&
      (one !== 'credits' || may(me, 'read_statements')) &&
      (one !== 'usage' || may(me, 'read_usage')) &&
      (one !== 'accounts' || may(me, 'manage_accounts')),
  );
  const current: Tab = shown.find((one) => one === tab) ?? 'details';
  const tabList = useRef<HTMLDivElement>(null);
  // On a phone the tabs are wider than the screen; the open one must be among those that show.
  useEffect(() => {
    const open = tabList.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (open) {
      tabList.current!.scrollLeft = open.offsetLeft - 48;
    }
  }, [current]);
  return (
    <Page
      title={partner.name}
      above={manages ? [{ to: list, label: t.titles[kindOf(partner.type)] }] : undefined}
      badge={
        <Group gap="xs">
          <Badge>{t.types[partner.type]}</Badge>
          {partner.status === 'inactive' && <Badge color="red">{texts.states.inactive}</Badge>}
        </Group>
      }
      actions={
        manages && (
          <>
            <Button
              variant="default"
              c="var(--mantine-color-error)"
              onClick={() => confirmDelete(partner, () => void navigate(list))}
            >
              {texts.actions.delete}
            </Button>
            <PartnerSwitch partner={partner} />
            {!(current === 'details' && params.has('edit')) && (
              <Button onClick={() => void navigate(`/partner/${partner.id}/details?edit`)}>
                {texts.actions.edit}
              </Button>
            )}
          </>
        )
      }
    >
      <Tabs
        value={current}
        onChange={(next) => void navigate(`/partner/${partner.id}/${next}`)}
        keepMounted={false}
      >
        <Tabs.List mb="lg" className="tabs" ref={tabList}>
          {shown.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t.tabs[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="details">
          <PartnerDetails partner={partner} manages={manages} />
        </Tabs.Panel>
        <Tabs.Panel value="plan">
          <PartnerPlan partner={partner} manages={manages} />
        </Tabs.Panel>
        <Tabs.Panel value="usage">
          <PartnerUsage partner={partner} />
        </Tabs.Panel>
        <Tabs.Panel value="credits">
          <Credits payer={{ partnerId: partner.id }} />
        </Tabs.Panel>
        <Tabs.Panel value="portfolio">
          <PartnerPortfolio partner={partner} manages={manages} />
        </Tabs.Panel>
        <Tabs.Panel value="permissions">
          <PartnerPermissions partner={partner} manages={manages} />
        </Tabs.Panel>
        <Tabs.Panel value="customers">
          <PartnerCustomers partner={partner} />
        </Tabs.Panel>
        <Tabs.Panel value="accounts">
          <StaffList partnerId={partner.id} within={partner.permissions} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
