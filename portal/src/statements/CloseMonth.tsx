import { Alert, Button, Group, List, Modal, Select, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { StatementClose } from '../api/types';
import { month } from '../shared/format';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { texts } from '../texts';
import { closeMonth } from './calls';
import { monthChoices, monthsOver } from './months';

const t = texts.statements;

interface CloseMonthProps {
  started: (close: StatementClose) => void;
  stop: () => void;
}

/** Asks for the month, and says what closing it means. */
export function CloseMonth({ started, stop }: CloseMonthProps) {
  const months = monthsOver();
  const form = useForm({ initialValues: { period: months[0]! } });
  const sending = useSending(form, {
    send: ({ period }, headers) => closeMonth(period, headers),
    done: started,
  });
  return (
    <Modal opened onClose={stop} title={t.closeMonth}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <Select
            label={t.month}
            description={t.monthsOver}
            data={monthChoices(months)}
            allowDeselect={false}
            searchable
            {...form.getInputProps('period')}
          />
          <Alert color="blue" title={t.closing(month(form.values.period))}>
            <List size="sm">
              {t.closeConsequences.map((line) => (
                <List.Item key={line}>{line}</List.Item>
              ))}
            </List>
          </Alert>
          <FormProblem refusal={sending.refusal} />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.closeNow}
            </Button>
            <Button variant="default" onClick={stop}>
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
