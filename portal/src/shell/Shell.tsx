// The frame of every page behind the sign-in: header, side bar, and who is here.
import {
  AppShell,
  Burger,
  Group,
  Loader,
  NavLink,
  ScrollArea,
  Stack,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  ActivityLogIcon,
  AvatarIcon,
  BackpackIcon,
  BarChartIcon,
  CardStackIcon,
  ClipboardIcon,
  CubeIcon,
  EnvelopeClosedIcon,
  FileTextIcon,
  GlobeIcon,
  HomeIcon,
  IdCardIcon,
  LapTimerIcon,
  LayersIcon,
  LockClosedIcon,
  Pencil2Icon,
  PersonIcon,
  PlusCircledIcon,
  ReaderIcon,
} from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ComponentType } from 'react';
import { Link, Navigate, Outlet, useLocation, type Location } from 'react-router';
import type { Me } from '../api/types';
import { partnerQuery } from '../partners/calls';
import { meQuery, sessionQuery } from '../session/session';
import { Refusal } from '../shared/QueryState';
import { texts } from '../texts';
import { AccountMenu } from './AccountMenu';
import { ColorScheme } from './ColorScheme';
import { home, navigation, openItem, placeOf, type NavIcon, type NavItem } from './navigation';
import { SupportContact } from './SupportContact';
import { Wordmark } from './Wordmark';

const t = texts.shell;

const icons: Record<NavIcon, ComponentType> = {
  home: HomeIcon,
  create: PlusCircledIcon,
  partners: GlobeIcon,
  customers: AvatarIcon,
  orders: BackpackIcon,
  licenses: IdCardIcon,
  settlements: CardStackIcon,
  statements: ClipboardIcon,
  usage: BarChartIcon,
  meters: LapTimerIcon,
  portfolio: CubeIcon,
  products: LayersIcon,
  signing: Pencil2Icon,
  plans: ReaderIcon,
  applications: EnvelopeClosedIcon,
  keys: LockClosedIcon,
  staff: PersonIcon,
  audit: ActivityLogIcon,
  person: FileTextIcon,
};

export default function Shell() {
  const location = useLocation();
  const session = useQuery(sessionQuery);
  const me = useQuery({ ...meQuery, enabled: session.data != null });
  const wasSignedIn = useRef(false);
  if (session.data !== null && (session.isError || me.isError)) {
    return (
      <Stack component="main" p="xl" maw={640} mx="auto" mt="xl">
        <Refusal
          error={session.error ?? me.error}
          retry={() => void (session.isError ? session.refetch() : me.refetch())}
        />
      </Stack>
    );
  }
  if (session.data === null) {
    return <Navigate to={signInPath(wasSignedIn.current, location)} replace />;
  }
  wasSignedIn.current ||= session.data !== undefined;
  if (me.data === undefined) {
    return (
      <Stack component="main" h="100vh" align="center" justify="center" aria-busy="true">
        <Loader aria-label={t.loading} />
      </Stack>
    );
  }
  if (me.data.mustChangePassword && location.pathname !== '/change-password') {
    return <Navigate to="/change-password" replace />;
  }
  return <Frame me={me.data} />;
}

/** Where to sign in, and where to go on afterwards; somebody who was in before is told why. */
function signInPath(ended: boolean, { pathname, search }: Location): string {
  const query = new URLSearchParams();
  if (ended) {
    query.set('ended', '');
  }
  if (pathname !== '/') {
    query.set('return', pathname + search);
  }
  return query.size === 0 ? '/sign-in' : `/sign-in?${query}`;
}

function Frame({ me }: { me: Me }) {
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname, search } = useLocation();
  const place = placeOf(pathname, search, usePartnerType(pathname));
  useEffect(close, [pathname, close]);
  // Nothing but the password works before it is changed.
  const items = me.mustChangePassword ? [] : navigation(me);
  const open = openItem(items, place);
  return (
    <>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 248, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        padding={{ base: 'md', md: 'xl' }}
      >
        <AppShell.Header className="surface">
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Burger
                opened={opened}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={opened ? t.closeMenu : t.openMenu}
                aria-expanded={opened}
              />
              <UnstyledButton component={Link} to={home(me)}>
                <Wordmark />
                <VisuallyHidden>{t.home}</VisuallyHidden>
              </UnstyledButton>
            </Group>
            <Group gap="xs" wrap="nowrap">
              <ColorScheme />
              <AccountMenu me={me} />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar className="surface" p="sm">
          <AppShell.Section grow component={ScrollArea}>
            <nav aria-label={t.navigation}>
              {items.map((item) => (
                <Item key={item.to} item={item} open={open} />
              ))}
            </nav>
          </AppShell.Section>
          {me.support && (
            <AppShell.Section>
              <SupportContact support={me.support} p="sm" />
            </AppShell.Section>
          )}
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          <Outlet />
        </AppShell.Main>
      </AppShell>
    </>
  );
}

/** Of the partner whose page is open: it is read there, and only looked up here. */
function usePartnerType(pathname: string) {
  const id = /^\/partner\/([^/]+)/.exec(pathname)?.[1];
  const partner = useQuery({ ...partnerQuery(id ?? ''), enabled: false });
  return id === undefined ? undefined : partner.data?.value.type;
}

function Item({ item, open }: { item: NavItem; open: string | undefined }) {
  const Icon = icons[item.icon];
  if (item.children === undefined) {
    const active = item.to === open;
    return (
      <NavLink
        component={Link}
        to={item.to}
        label={item.label}
        leftSection={<Icon />}
        active={active}
        aria-current={active ? 'page' : undefined}
      />
    );
  }
  return (
    <NavLink
      component="button"
      label={item.label}
      leftSection={<Icon />}
      defaultOpened
      childrenOffset={28}
    >
      {item.children.map((child) => {
        const active = child.to === open;
        return (
          <NavLink
            key={child.to}
            component={Link}
            to={child.to}
            label={child.label}
            active={active}
            aria-current={active ? 'page' : undefined}
          />
        );
      })}
    </NavLink>
  );
}
