import { Alert, Button, Group, Paper, Progress, Stack, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { StatementClose } from '../api/types';
import { count, month } from '../shared/format';
import { QueryState } from '../shared/QueryState';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import { closeQuery } from './calls';
import { PayerName } from './PayerName';

const t = texts.statements;

interface CloseProgressProps {
  id: string;
  dismiss: () => void;
}

/** How far the closing of a month is, and in the end who stays open and why. */
export function CloseProgress({ id, dismiss }: CloseProgressProps) {
  const queries = useQueryClient();
  const close = useQuery(closeQuery(id));
  const closed = close.data?.closed;
  // Each that is closed is no draft any more in the list below.
  useEffect(() => {
    if (closed !== undefined) {
      void queries.invalidateQueries({ queryKey: ['statements'] });
    }
  }, [closed, queries]);
  return (
    <Paper withBorder p="md" className="surface no-print">
      <QueryState query={close} lines={2}>
        {(now) => <Progressing close={now} dismiss={dismiss} />}
      </QueryState>
    </Paper>
  );
}

function Progressing({ close, dismiss }: { close: StatementClose; dismiss: () => void }) {
  const { period, payers, checked, closed, openCount, open } = close;
  const done = close.status === 'done';
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <Stack gap={2} role="status" flex="1 1 14rem">
          <Text fw={600}>{done ? t.closedMonth(month(period)) : t.closingMonth(month(period))}</Text>
          <Text size="sm">{t.progress(count(checked), count(payers), count(closed))}</Text>
        </Stack>
        {done && (
          <Button size="xs" variant="default" onClick={dismiss}>
            {texts.actions.close}
          </Button>
        )}
      </Group>
      <Progress
        value={payers === 0 ? 100 : (100 * checked) / payers}
        color={done && openCount > 0 ? 'yellow.8' : done ? 'green.8' : undefined}
        aria-label={t.progressLabel}
      />
      {openCount > 0 && (
        <>
          <Alert color="yellow" title={t.stayOpen(openCount)}>
            {t.stayOpenHint}
          </Alert>
          <Open open={open} />
          {openCount > open.length && (
            <Text size="sm" c="dimmed">
              {t.moreOpen(count(openCount - open.length))}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}

function Open({ open }: { open: StatementClose['open'] }) {
  return (
    <WideTable label={t.open} minWidth={0}>
      <Table.Thead role="rowgroup">
        <Table.Tr role="row">
          <Table.Th role="columnheader">{t.payer}</Table.Th>
          <Table.Th role="columnheader">{t.reason}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody role="rowgroup">
        {open.map(({ payerId, reason }, at) => (
          // A customer that has moved may owe two partners.
          <Table.Tr key={at} role="row">
            <Table.Td role="cell" data-label={t.payer}>
              <div>
                <PayerName id={payerId} />
              </div>
            </Table.Td>
            <Table.Td role="cell" data-label={t.reason}>
              <div>{t.reasons[reason]}</div>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
