import {
  Alert,
  Button,
  Group,
  List,
  Paper,
  Progress,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Difference, Remetering } from '../api/types';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { count, month, quantity } from '../shared/format';
import { FormDialog } from '../shared/FormDialog';
import { useSending } from '../shared/forms';
import { QueryState } from '../shared/QueryState';
import { required } from '../shared/validation';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import { applyRemetering, cancelRemetering, isAtWork, remeteringQuery } from './calls';

const t = texts.remeterings;

interface RemeteringProgressProps {
  id: string;
  dismiss: () => void;
}

/** How far the counting again is, what it changes, and the choice to apply it. */
export function RemeteringProgress({ id, dismiss }: RemeteringProgressProps) {
  const queries = useQueryClient();
  const remetering = useQuery(remeteringQuery(id));
  const status = remetering.data?.status;
  useEffect(() => {
    if (status !== undefined) {
      void queries.invalidateQueries({ queryKey: ['remeterings'], predicate: isList });
    }
    if (status === 'done') {
      void queries.invalidateQueries({ queryKey: ['usage'] });
      void queries.invalidateQueries({ queryKey: ['statements'] });
    }
  }, [status, queries]);
  return (
    <Paper withBorder p="md" className="surface">
      <QueryState query={remetering} lines={2}>
        {(now) => <Progressing remetering={now} dismiss={dismiss} />}
      </QueryState>
    </Paper>
  );
}

function isList({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  return queryKey[1] !== 'one';
}

interface ProgressingProps {
  remetering: Remetering;
  dismiss: () => void;
}

function Progressing({ remetering, dismiss }: ProgressingProps) {
  const { status, read, total, preview } = remetering;
  const [choice, setChoice] = useState<'apply' | 'cancel'>();
  const close = () => setChoice(undefined);
  const working = isAtWork(remetering);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <Stack gap={2} role="status" flex="1 1 14rem">
          <Text fw={600}>{t.now[status]}</Text>
          {working && total !== undefined && (
            <Text size="sm">{t.progress(count(read), count(total))}</Text>
          )}
          {status === 'done' && <Text size="sm">{t.done(count(remetering.corrected ?? 0))}</Text>}
        </Stack>
        {!working && status !== 'ready' && (
          <Button size="xs" variant="default" onClick={dismiss}>
            {texts.actions.close}
          </Button>
        )}
      </Group>
      {working && (
        <Progress
          value={total ? (100 * read) / total : 0}
          animated={!total}
          aria-label={t.progressLabel}
        />
      )}
      {remetering.failure && <Alert color="red">{remetering.failure}</Alert>}
      {remetering.refused > 0 && (
        <Alert color="yellow">{t.refused(count(remetering.refused))}</Alert>
      )}
      {status !== 'previewing' && preview.total && (
        <Changes preview={preview} total={preview.total} />
      )}
      {(status === 'ready' || status === 'previewing') && (
        <Group>
          {status === 'ready' && preview.changed > 0 && (
            <Button onClick={() => setChoice('apply')}>{t.apply}</Button>
          )}
          <Button variant="default" onClick={() => setChoice('cancel')}>
            {t.cancel}
          </Button>
        </Group>
      )}
      {choice === 'apply' && <Apply remetering={remetering} close={close} />}
      {choice === 'cancel' && <Cancel remetering={remetering} close={close} />}
    </Stack>
  );
}

interface ChangesProps {
  preview: Remetering['preview'];
  total: Difference;
}

function Changes({ preview, total }: ChangesProps) {
  const { events, changed, added, unreadable, withoutData, voided } = preview;
  const lines = [
    t.changes(count(changed), count(events)),
    added > 0 && t.added(count(added)),
    unreadable > 0 && t.unreadable(count(unreadable)),
    withoutData > 0 && t.withoutData(count(withoutData)),
    voided > 0 && t.voided(count(voided)),
  ].filter((line) => line !== false);
  return (
    <>
      <List size="sm">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      <WideTable label={t.difference} minWidth={420}>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {[texts.statements.month, t.changed, t.before, t.after, t.difference].map(
              (header, at) => (
                <Table.Th key={header} role="columnheader" ta={at === 0 ? undefined : 'right'}>
                  {header}
                </Table.Th>
              ),
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {[...preview.months, total].map((one) => (
            <DifferenceRow key={one.month ?? 'total'} difference={one} />
          ))}
        </Table.Tbody>
      </WideTable>
    </>
  );
}

function DifferenceRow({ difference: one }: { difference: Difference }) {
  const figures = [
    [t.changed, count(one.changed)],
    [t.before, quantity(one.before)],
    [t.after, quantity(one.after)],
    [t.difference, quantity(one.difference)],
  ] as const;
  return (
    <Table.Tr role="row" fw={one.month === undefined ? 600 : undefined}>
      <Table.Td role="cell" data-label={texts.statements.month}>
        {one.month === undefined ? t.total : month(one.month)}
      </Table.Td>
      {figures.map(([label, figure]) => (
        <Table.Td key={label} role="cell" data-label={label} ta="right" className="nowrap">
          {figure}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

interface ChoiceProps {
  remetering: Remetering;
  close: () => void;
}

function useDecided(id: string, close: () => void) {
  const queries = useQueryClient();
  return (decided: Remetering) => {
    queries.setQueryData(remeteringQuery(id).queryKey, decided);
    close();
  };
}

function Apply({ remetering: { id, preview }, close }: ChoiceProps) {
  const done = useDecided(id, close);
  const form = useForm({ initialValues: { reason: '' }, validate: { reason: required } });
  const sending = useSending(form, {
    send: ({ reason }, headers) => applyRemetering(id, reason.trim(), headers),
    done,
  });
  return (
    <FormDialog
      title={t.applyTitle(count(preview.changed))}
      consequences={t.applyHint}
      submit={t.apply}
      sending={sending}
      close={close}
    >
      <TextInput
        label={t.reason}
        description={t.reasonHint}
        required
        maxLength={500}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  );
}

function Cancel({ remetering: { id }, close }: ChoiceProps) {
  const done = useDecided(id, close);
  return (
    <ConfirmDialog
      title={t.cancelTitle}
      consequences={t.cancelHint}
      submit={t.cancel}
      send={(headers) => cancelRemetering(id, headers)}
      done={done}
      close={close}
    />
  );
}
