import { Button, Select, Stack, Tabs } from '@mantine/core';
import { useState } from 'react';
import type { Me } from '../api/types';
import { may, useMe } from '../session/session';
import { DataTable, Nothing } from '../shared/DataTable';
import { month, thisPeriod } from '../shared/format';
import { useFilter, usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { firstWithItems, listStatements } from './calls';
import { CloseMonth } from './CloseMonth';
import { CloseProgress } from './CloseProgress';
import { owedColumns, ownColumns } from './columns';
import { isMonth, lastMonths, monthChoices } from './months';

const t = texts.statements;

/** A vendor owes nothing; a reseller that manages no partners is owed nothing. */
export function tabsOf(me: Me): ('own' | 'owed')[] {
  if (me.partner === undefined || me.partner.type === 'vendor') {
    return ['owed'];
  }
  return me.partner.type === 'reseller' && !may(me, 'manage_partners') ? ['own'] : ['own', 'owed'];
}

export default function Statements() {
  const me = useMe();
  const [whose, setWhose] = useFilter('whose');
  const [close, setClose] = useFilter('close');
  const [, setMonth] = useFilter('month');
  const [closing, setClosing] = useState(false);
  const tabs = tabsOf(me);
  const current = tabs.find((tab) => tab === whose) ?? tabs[0]!;
  const own = <Own partnerId={me.partner?.id ?? ''} />;
  const owed = <Owed mine={me.partner?.id} />;
  return (
    <Page
      title={t.title}
      hint={t.hint}
      actions={
        me.account.role === 'partner' &&
        may(me, 'close_statements') && (
          <Button onClick={() => setClosing(true)}>{t.closeMonth}</Button>
        )
      }
    >
      {close !== '' && <CloseProgress id={close} dismiss={() => setClose(null)} />}
      {closing && (
        <CloseMonth
          stop={() => setClosing(false)}
          started={({ id, period }) => {
            setClosing(false);
            setMonth(period);
            setClose(id);
          }}
        />
      )}
      {tabs.length === 1 ? (
        current === 'own' ? (
          own
        ) : (
          owed
        )
      ) : (
        <Tabs value={current} onChange={setWhose} keepMounted={false}>
          <Tabs.List mb="lg" className="tabs">
            <Tabs.Tab value="own">{t.own}</Tabs.Tab>
            <Tabs.Tab value="owed">{t.owed}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="own">{own}</Tabs.Panel>
          <Tabs.Panel value="owed">{owed}</Tabs.Panel>
        </Tabs>
      )}
    </Page>
  );
}

/** What the reader's own company owes: the running month, and every month that was closed. */
function Own({ partnerId }: { partnerId: string }) {
  const list = usePages(['statements', 'own'], { partnerId }, (at) =>
    listStatements({ partnerId }, at),
  );
  return (
    <DataTable
      label={t.own}
      list={list}
      columns={ownColumns}
      rowId={({ id }) => id}
      empty={<Nothing title={t.nothingOwed} hint={t.nothingOwedHint} />}
    />
  );
}

/** What the partners below owe for a month, each to the partner above it. */
function Owed({ mine }: { mine: string | undefined }) {
  const [chosen, setChosen] = useFilter('month');
  const period = isMonth(chosen) ? chosen : thisPeriod();
  const below = async (at: { limit: number; cursor?: string }) => {
    const page = await listStatements({ period }, at);
    return { ...page, items: page.items.filter(({ payerId }) => payerId !== mine) };
  };
  const list = usePages(['statements', 'owed'], { period, mine }, (at) => firstWithItems(below, at));
  return (
    <Stack>
      <Select
        label={t.month}
        data={monthChoices(lastMonths(), period)}
        value={period}
        onChange={setChosen}
        allowDeselect={false}
        searchable
        maw={240}
      />
      <DataTable
        label={t.owed}
        list={list}
        columns={owedColumns}
        rowId={({ id }) => id}
        minWidth={720}
        empty={<Nothing title={t.noneIn(month(period))} hint={t.noneInHint} />}
      />
    </Stack>
  );
}
