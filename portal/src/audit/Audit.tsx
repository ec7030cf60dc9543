import { Anchor, Button, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { Cross2Icon } from '@radix-ui/react-icons';
import { Link } from 'react-router';
import { answer, api } from '../api/client';
import type { AuditRecord, Page as PageOf } from '../api/types';
import { useCatalogNames } from '../portfolio/catalogNames';
import { useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { Email } from '../shared/Email';
import { dateTimeExact, endOfDay, startOfDay } from '../shared/format';
import { useFilter, usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { ShortId } from '../shared/ShortId';
import { texts } from '../texts';
import { Changes } from './Changes';
import { actionInWords, inWords, parsed } from './words';

const t = texts.audit;

type NameOf = (id: string) => string | undefined;

/** Who has done what, and what was refused across branches. */
export default function Audit() {
  const [from, setFrom] = useFilter('from');
  const [to, setTo] = useFilter('to');
  const [actor, setActor] = useFilter('actor');
  const filters = { from: startOfDay(from), to: endOfDay(to), actor: actor || undefined };
  const list = usePages(['audit'], filters, (at) =>
    answer<PageOf<AuditRecord>>(
      api.GET('/api/v1/audit', { params: { query: { ...filters, ...at } } }),
    ),
  );
  const me = useMe();
  const catalogName = useCatalogName();
  const nameIn = (record: AuditRecord) => (id: string) => record.names?.[id] ?? catalogName(id);
  const filtered = from !== '' || to !== '' || actor !== '';
  const only = list.query.data?.items.find((record) => record.actor?.accountId === actor)?.account;
  return (
    <Page title={t.title} hint={t.hint}>
      <Group align="flex-end" role="search">
        <TextInput
          type="date"
          label={t.from}
          value={from}
          max={to || undefined}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t.to}
          value={to}
          min={from || undefined}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        {actor !== '' && (
          <Tooltip label={t.everybody}>
            <Button
              variant="light"
              rightSection={<Cross2Icon aria-hidden />}
              onClick={() => setActor(null)}
            >
              {t.onlyOne(only?.name ?? t.oneAccount)}
            </Button>
          </Tooltip>
        )}
        {filtered && (
          <Button component={Link} to="/audit" variant="subtle">
            {t.reset}
          </Button>
        )}
      </Group>
      <DataTable
        label={t.title}
        list={list}
        columns={trailColumns(me.partner?.id, nameIn, setActor)}
        rowId={(record) => record.id}
        minWidth={960}
        empty={
          filtered ? (
            <Nothing title={texts.lists.nothingFound} hint={texts.lists.nothingFoundHint} />
          ) : (
            <Nothing title={t.empty} />
          )
        }
      />
    </Page>
  );
}

/** Names of products and policies, as far as the reader may read them. */
export function useCatalogName(): NameOf {
  const catalog = useCatalogNames();
  return (id) => catalog.product(id) ?? catalog.policy(id);
}

/**
 * @param only shows what one account did; absent where there is nothing else to be seen
 */
export function trailColumns(
  mine: string | undefined,
  nameIn: (record: AuditRecord) => NameOf,
  only?: (accountId: string) => void,
): Column<AuditRecord>[] {
  return [
    {
      id: 'at',
      header: t.at,
      nowrap: true,
      cell: ({ at }) => (
        <Text size="sm" component="time" dateTime={at}>
          {dateTimeExact(at)}
        </Text>
      ),
    },
    {
      id: 'actor',
      header: t.actor,
      cell: (record) => <Who record={record} mine={mine} only={only} />,
    },
    {
      id: 'action',
      header: t.action,
      cell: ({ action }) => <Text size="sm">{actionInWords(action)}</Text>,
    },
    {
      id: 'resource',
      header: t.resource,
      cell: (record) => <Resource record={record} nameOf={nameIn(record)} />,
    },
    {
      id: 'changes',
      header: t.changes,
      block: true,
      cell: (record) => <Changes changes={record.changes ?? []} nameOf={nameIn(record)} />,
    },
  ];
}

interface WhoProps {
  record: AuditRecord;
  mine: string | undefined;
  only?: (accountId: string) => void;
}

/** The person, whose person it is, and from where. */
function Who({ record: { actor = {}, account, outside, names = {} }, mine, only }: WhoProps) {
  const { accountId, service, address } = actor;
  const partnerId = account?.partnerId ?? actor.partnerId;
  const partner = partnerId === undefined ? undefined : names[partnerId];
  return (
    <>
      {accountId === undefined ? (
        <Text size="sm">{outside ? t.outside : service ? t.itself : t.nobody}</Text>
      ) : only === undefined ? (
        <Text size="sm" className="wrap">
          {account?.name ?? t.gone}
        </Text>
      ) : (
        <Tooltip label={t.only(account?.name ?? t.oneAccount)}>
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="inherit"
            className="wrap"
            onClick={() => only(accountId)}
          >
            {account?.name ?? t.gone}
          </Anchor>
        </Tooltip>
      )}
      {accountId !== undefined && account === undefined && <ShortId id={accountId} />}
      {account?.email && account.email !== account.name && (
        <Text size="xs" c="dimmed">
          <Email address={account.email} />
        </Text>
      )}
      {partner !== undefined && partnerId !== mine && partner !== account?.name && (
        <Anchor component={Link} to={`/partner/${partnerId}`} size="xs" display="block">
          {partner}
        </Anchor>
      )}
      {address && (
        <Text size="xs" c="dimmed">
          {t.fromAddress(address)}
        </Text>
      )}
    </>
  );
}

const pages: Record<string, string> = {
  partner: '/partner/',
  customer: '/customers/',
  order: '/orders/',
  license: '/licenses/',
  application: '/applications/',
  plan: '/plans/',
  meter: '/meters/',
};

/** What it was done to: its name where there is one, and its page. */
function Resource({ record, nameOf }: { record: AuditRecord; nameOf: NameOf }) {
  const { type, id } = record.resource ?? {};
  if (id === undefined || type === undefined) {
    return texts.states.none;
  }
  const page = pages[type];
  const name = nameOf(id) ?? nameWithin(record, nameOf);
  return (
    <>
      {page ? (
        <Anchor component={Link} to={`${page}${id}`} size="sm" className="wrap">
          {name ?? inWords(type)}
        </Anchor>
      ) : (
        <Text size="sm" className="wrap">
          {name ?? inWords(type)}
        </Text>
      )}
      <Group gap={6} wrap="nowrap">
        {name !== undefined && (
          <Text size="xs" c="dimmed">
            {inWords(type)}
          </Text>
        )}
        <ShortId id={id} />
      </Group>
    </>
  );
}

/** What is new or gone carries its name, or that of whose it is, in the record itself. */
function nameWithin({ changes = [] }: AuditRecord, nameOf: NameOf): string | undefined {
  const text = (field: string) => {
    const change = changes.find((one) => one.field === field);
    const json = change?.after ?? change?.before;
    const value = json === undefined ? undefined : parsed(json);
    return typeof value === 'string' ? value : undefined;
  };
  return text('name') ?? text('externalReferenceId') ?? nameOf(text('accountId') ?? '');
}
