import { Button, Stack, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { Versioned } from '../api/client';
import type { Settlement } from '../api/types';
import { BillRows } from '../orders/BillRows';
import { PartnerName } from '../partners/PartnerName';
import { useMe } from '../session/session';
import { Blank } from '../shared/DataTable';
import { Facts, type Fact } from '../shared/Facts';
import { date, dateTime, money } from '../shared/format';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { ShortId } from '../shared/ShortId';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import { billOf, settlementQuery } from './calls';
import { CancelSettlement } from './CancelSettlement';
import { ConfirmPayment } from './ConfirmPayment';
import { mayCancel, mayConfirm } from './rights';
import { SettlementStatus } from './SettlementStatus';

const t = texts.settlements;
const above = [{ to: '/settlements', label: t.title }];

export default function SettlementPage() {
  const { id = '' } = useParams();
  const settlement = useQuery(settlementQuery(id));
  if (settlement.data === undefined) {
    return (
      <Page title={t.settlement} above={above}>
        <QueryState query={settlement}>{() => null}</QueryState>
      </Page>
    );
  }
  return <Loaded key={id} read={settlement.data} />;
}

function Loaded({ read }: { read: Versioned<Settlement> }) {
  const settlement = read.value;
  const me = useMe();
  const [ending, setEnding] = useState<'confirm' | 'cancel'>();
  const stop = () => setEnding(undefined);
  const ended: Fact[] = [
    ...(settlement.paidAt ? [[t.paidAt, dateTime(settlement.paidAt)] as Fact] : []),
    ...(settlement.cancelledAt ? [[t.cancelledAt, dateTime(settlement.cancelledAt)] as Fact] : []),
    ...(settlement.reference ? [[t.reference, settlement.reference] as Fact] : []),
  ];
  return (
    <Page
      title={t.settlementOf(date(settlement.createdAt))}
      hint={<ShortId id={settlement.id} />}
      above={above}
      badge={<SettlementStatus status={settlement.status} />}
      actions={
        ending === undefined && (
          <>
            {mayCancel(me, settlement) && (
              <Button variant="default" onClick={() => setEnding('cancel')}>
                {t.cancelSettlement}
              </Button>
            )}
            {mayConfirm(me, settlement) && (
              <Button onClick={() => setEnding('confirm')}>{t.confirmPayment}</Button>
            )}
          </>
        )
      }
    >
      {ending === 'confirm' && <ConfirmPayment read={read} stop={stop} />}
      {ending === 'cancel' && <CancelSettlement read={read} stop={stop} />}
      <Stack>
        <Section title={texts.partners.tabs.details}>
          <Facts
            facts={[
              [t.payer, <PartnerName key="payer" id={settlement.payerId} />],
              [t.payee, <PartnerName key="payee" id={settlement.payeeId} />],
              [t.checkedOutAt, dateTime(settlement.createdAt)],
              ...ended,
            ]}
          />
        </Section>
        <Section title={texts.licenses.title}>
          {settlement.lines.length === 0 ? (
            <Blank title={t.noLines} />
          ) : (
            <Lines settlement={settlement} />
          )}
        </Section>
      </Stack>
    </Page>
  );
}

function Lines({ settlement }: { settlement: Settlement }) {
  return (
    <WideTable label={texts.licenses.title} minWidth={640}>
      <Table.Thead role="rowgroup">
        <Table.Tr role="row">
          <Table.Th role="columnheader">{texts.licenses.product}</Table.Th>
          <Table.Th role="columnheader">{texts.orders.policy}</Table.Th>
          <Table.Th role="columnheader">{t.license}</Table.Th>
          <Table.Th role="columnheader" ta="right">
            {t.price}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody role="rowgroup">
        {settlement.lines.map((line) => (
          <Table.Tr key={line.licenseId} role="row">
            <Table.Td role="cell" data-label={texts.licenses.product} className="wrap">
              {line.productName}
            </Table.Td>
            <Table.Td role="cell" data-label={texts.orders.policy} className="wrap">
              {line.policyName}
            </Table.Td>
            <Table.Td role="cell" data-label={t.license}>
              <ShortId id={line.licenseId} />
            </Table.Td>
            <Table.Td role="cell" data-label={t.price} ta="right">
              {money(line.price)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <BillRows
        bill={billOf(settlement)}
        span={3}
        discount={t.discountOf(settlement.discountPercent)}
      />
    </WideTable>
  );
}
