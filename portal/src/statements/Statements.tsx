import { Button, Select, Stack, Tabs } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Me } from '../api/types';
import { Credits } from '../credits/Credits';
import { may, useMe } from '../session/session';
import { DataTable, Nothing } from '../shared/DataTable';
import { month, thisPeriod } from '../shared/format';
import { useFilter, usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { firstWithItems, listStatements, type StatementFilters } from './calls';
import { CloseMonth } from './CloseMonth';
import { CloseProgress } from './CloseProgress';
import { owedColumns, ownColumns } from './columns';
import { isMonth, lastMonths, monthChoices } from './months';

const t = texts.statements;

/** What a tab shows: own statements, the credits that pay them, or what those below owe. */
type Whose = 'own' | 'credits' | 'owed' | 'customers';

/** A vendor owes nothing; a reseller that manages no partners is owed nothing by any. */
export function tabsOf(me: Me): Whose[] {
  if (me.account.role === 'customer') {
    return ['own', 'credits'];
  }
  if (me.partner === undefined || me.partner.type === 'vendor') {
    return ['owed', 'customers'];
  }
  return me.partner.type === 'reseller' && !may(me, 'manage_partners')
    ? ['own', 'credits', 'customers']
    : ['own', 'credits', 'owed', 'customers'];
}

export default function Statements() {
  const me = useMe();
  const [whose, setWhose] = useFilter('whose');
  const [close, setClose] = useFilter('close');
  const [, setMonth] = useFilter('month');
  const [closing, setClosing] = useState(false);
  const tabs = tabsOf(me);
  const current = tabs.find((tab) => tab === whose) ?? tabs[0]!;
  const customer = me.account.role === 'customer';
  const shown: Record<Whose, ReactNode> = {
    own: <Own {...(customer ? {} : { partnerId: me.partner?.id ?? '' })} />,
    credits: (
      <Credits
        payer={
          customer ? { customerId: me.customer?.id ?? '' } : { partnerId: me.partner?.id ?? '' }
        }
      />
    ),
    owed: <Owed payers="partners" mine={me.partner?.id} />,
    customers: <Owed payers="customers" />,
  };
  return (
    <Page
      title={t.title}
      hint={customer ? t.hintOfCustomer : t.hint}
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
        shown[current]
      ) : (
        <Tabs value={current} onChange={setWhose} keepMounted={false}>
          <Tabs.List mb="lg" className="tabs">
            {tabs.map((tab) => (
              <Tabs.Tab key={tab} value={tab}>
                {t.tabs[tab]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {tabs.map((tab) => (
            <Tabs.Panel key={tab} value={tab}>
              {shown[tab]}
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </Page>
  );
}

/** What the reader owes: the running month, and every month that was closed. */
function Own(whose: Pick<StatementFilters, 'partnerId'>) {
  const list = usePages(['statements', 'own'], whose, (at) => listStatements(whose, at));
  return (
    <DataTable
      label={t.tabs.own}
      list={list}
      columns={ownColumns}
      rowId={({ id }) => id}
      empty={<Nothing title={t.nothingOwed} hint={t.nothingOwedHint} />}
    />
  );
}

interface OwedProps {
  payers: 'partners' | 'customers';
  /** The reader's own partner: what it owes has a tab of its own. */
  mine?: string | undefined;
}

/** What the partners below, or all customers, owe for a month, each to the partner above it. */
function Owed({ payers, mine }: OwedProps) {
  const [chosen, setChosen] = useFilter('month');
  const period = isMonth(chosen) ? chosen : thisPeriod();
  const below = async (at: { limit: number; cursor?: string }) => {
    const page = await listStatements({ period, payers }, at);
    return { ...page, items: page.items.filter(({ payerId }) => payerId !== mine) };
  };
  const list = usePages(['statements', 'owed'], { period, payers, mine }, (at) =>
    firstWithItems(below, at),
  );
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
        label={t.tabs[payers === 'customers' ? 'customers' : 'owed']}
        list={list}
        columns={owedColumns}
        rowId={({ id }) => id}
        minWidth={720}
        empty={<Nothing title={t.noneIn(month(period))} hint={t.noneInHints[payers]} />}
      />
    </Stack>
  );
}
