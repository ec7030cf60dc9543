import { Anchor, Button, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Link } from 'react-router';
import { useState } from 'react';
import { answer, api } from '../api/client';
import type { AuditRecord, Page as PageOf } from '../api/types';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { Email } from '../shared/Email';
import { dateTimeExact, endOfDay, startOfDay } from '../shared/format';
import { useFilter, usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { ShortId, shortId } from '../shared/ShortId';
import { Changes, inWords } from './Changes';

const t = texts.audit;

/** Who has done what, and what was refused across branches. */
export default function Audit() {
  const [from, setFrom] = useFilter('from');
  const [to, setTo] = useFilter('to');
  const [actor, setActor] = useFilter('actor');
  const [typed, setTyped] = useState(actor);
  const search = useDebouncedCallback(setActor, 300);
  const filters = { from: startOfDay(from), to: endOfDay(to), actor: actor || undefined };
  const list = usePages(['audit'], filters, (at) =>
    answer<PageOf<AuditRecord>>(
      api.GET('/api/v1/audit', { params: { query: { ...filters, ...at } } }),
    ),
  );
  const filtered = from !== '' || to !== '' || actor !== '';
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
        <TextInput
          label={t.actor}
          placeholder={t.actorHint}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value.trim());
          }}
        />
        {filtered && <Reset done={() => setTyped('')} />}
      </Group>
      <DataTable
        label={t.title}
        list={list}
        columns={columns((accountId) => {
          setTyped(accountId);
          setActor(accountId);
        })}
        rowId={(record) => record.id}
        minWidth={900}
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

function Reset({ done }: { done: () => void }) {
  return (
    <Button component={Link} to="/audit" variant="subtle" onClick={done}>
      {t.reset}
    </Button>
  );
}

function columns(only: (accountId: string) => void): Column<AuditRecord>[] {
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
      cell: ({ actor, email }) => (
        <>
          {actor?.accountId === undefined ? (
            <Text size="sm">{actor?.service ?? t.nobody}</Text>
          ) : (
            <Tooltip label={t.only}>
              <Anchor
                component="button"
                type="button"
                size="sm"
                ta="left"
                onClick={() => only(actor.accountId!)}
              >
                {email ? <Email address={email} /> : texts.states.number(shortId(actor.accountId))}
              </Anchor>
            </Tooltip>
          )}
          {actor?.address && (
            <Text size="xs" c="dimmed">
              {t.fromAddress(actor.address)}
            </Text>
          )}
        </>
      ),
    },
    {
      id: 'action',
      header: t.action,
      cell: ({ action }) => <Text size="sm">{inWords(action)}</Text>,
    },
    {
      id: 'resource',
      header: t.resource,
      cell: ({ resource }) => <Resource type={resource?.type} id={resource?.id} />,
    },
    {
      id: 'changes',
      header: t.changes,
      cell: ({ changes }) => <Changes changes={changes ?? []} />,
    },
  ];
}

const pages: Record<string, string> = {
  partner: '/partner/',
  customer: '/customers/',
  order: '/orders/',
  application: '/applications/',
};

function Resource({ type, id }: { type?: string; id?: string }) {
  if (id === undefined) {
    return type ?? texts.states.none;
  }
  const page = type === undefined ? undefined : pages[type];
  return (
    <>
      {page && type ? (
        <Anchor component={Link} to={`${page}${id}`} size="sm">
          {inWords(type)}
        </Anchor>
      ) : (
        <Text size="sm">{type && inWords(type)}</Text>
      )}
      <ShortId id={id} />
    </>
  );
}
