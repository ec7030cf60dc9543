import { Anchor, Button, Code, Group, List, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Link } from 'react-router';
import { useState } from 'react';
import { answer, api } from '../api/client';
import type { AuditEntry, Page as PageOf } from '../api/types';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { dateTimeExact, endOfDay, startOfDay } from '../shared/format';
import { useFilter, usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { texts } from '../texts';

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
    answer<PageOf<AuditEntry>>(api.GET('/api/v1/audit', { params: { query: { ...filters, ...at } } })),
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
        columns={columns}
        rowId={(entry) => String(entry.sequence)}
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

const columns: Column<AuditEntry>[] = [
  {
    id: 'at',
    header: t.at,
    cell: (entry) => (
      <Text size="sm" component="time" dateTime={entry.at} style={{ whiteSpace: 'nowrap' }}>
        {dateTimeExact(entry.at)}
      </Text>
    ),
  },
  {
    id: 'actor',
    header: t.actor,
    cell: ({ actor, from }) => (
      <>
        <Text size="sm" className="wrap">
          {actor?.email ?? actor?.accountId ?? t.system}
        </Text>
        {from?.address && (
          <Text size="xs" c="dimmed">
            {t.fromAddress(from.address)}
          </Text>
        )}
      </>
    ),
  },
  { id: 'action', header: t.action, cell: ({ action }) => <Code>{action}</Code> },
  {
    id: 'resource',
    header: t.resource,
    cell: ({ resource }) => <Resource type={resource?.type} id={resource?.id} />,
  },
  {
    id: 'changes',
    header: t.changes,
    cell: ({ changes }) =>
      changes === undefined || changes.length === 0 ? (
        texts.states.none
      ) : (
        <List size="xs" listStyleType="none">
          {changes.map(({ field, old, new: next }, index) => (
            <List.Item key={`${field}-${index}`} className="wrap">
              <Text span inherit fw={600}>
                {field}
              </Text>
              : {shown(old)} → {shown(next)}
            </List.Item>
          ))}
        </List>
      ),
  },
];

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
      <Text size="sm">{type}</Text>
      {page ? (
        <Anchor component={Link} to={`${page}${id}`} size="xs" className="wrap">
          {id}
        </Anchor>
      ) : (
        <Text size="xs" c="dimmed" className="wrap">
          {id}
        </Text>
      )}
    </>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return t.nothing;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
